//! How much a word in each field says about a document: BM25F, as one number from 1 to 63 that the index holds.
//!
//! Robertson, Zaragoza, Taylor: Simple BM25 Extension to Multiple Weighted Fields, CIKM 2004. The inverse document frequency is no
//! part of it: the query brings it.

/// The fields of a document, in the order of their positions. The body has the small ones, which take the fewest bytes.
pub const FIELDS: usize = 5;

/// The body's place among them.
pub const BODY_FIELD: usize = 0;

/// The place of the names among them.
pub const NAMES_FIELD: usize = 3;

/// The title's place among them.
pub const TITLE_FIELD: usize = FIELDS - 1;

/// Weight of a field's words, and how far its length counts (0 not at all, 1 fully).
struct Field {
    weight: f64,
    b: f64,
}

const TITLE: Field = Field { weight: 8.0, b: 0.75 };
const NAMES: Field = Field { weight: 4.0, b: 0.3 };
const HEADINGS: Field = Field { weight: 3.0, b: 0.5 };
const SUMMARY: Field = Field { weight: 3.0, b: 0.5 };
const BODY: Field = Field { weight: 1.0, b: 0.75 };
const WEIGHTS: [Field; FIELDS] = [BODY, HEADINGS, SUMMARY, NAMES, TITLE];

/// What another name adds to a word that a document has itself.
pub const SYNONYM: f64 = 0.25;
const K1: f64 = 4.0;
const SCALE: f64 = 63.0;

/// Lengths of a document's fields in words.
pub type Lengths = [u32; FIELDS];

/// What one occurrence in each field adds to the weighted frequency in one document.
pub type Norms = [f64; FIELDS];

/// The norms of all documents. A field's mean length is that of the documents that have the field.
pub fn norms(lengths: &[Lengths]) -> Vec<Norms> {
    let means: [f64; FIELDS] = std::array::from_fn(|field| mean(lengths.iter().map(|lengths| lengths[field])));
    lengths.iter().map(|lengths| std::array::from_fn(|field| norm(field, lengths[field], means[field]))).collect()
}

fn mean(lengths: impl Iterator<Item = u32>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0_f64);
    for length in lengths.filter(|&length| length > 0) {
        sum += f64::from(length);
        count += 1.0;
    }
    sum / count.max(1.0)
}

fn norm(field: usize, length: u32, mean: f64) -> f64 {
    let Field { weight, b } = WEIGHTS[field];
    weight / (1.0 - b + b * f64::from(length.max(1)) / mean.max(1.0))
}

/// The impact of a stem with this weighted frequency. What is there only by another name of what a document names has none: it
/// says less than any word that stands in a text, be it once in a long one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 63")]
pub fn impact(frequency: f64) -> u8 {
    let least = if frequency > 0.0 { 2.0 } else { 1.0 };
    (SCALE * frequency / (K1 + frequency)).round().max(least) as u8
}

/// Documents of a stem above which its postings say less, in fewer bytes: [`coarse`] impacts, and no forms in bodies.
pub const FREQUENT: usize = 512;

/// An impact in steps of four.
pub fn coarse(impact: u8) -> u8 {
    ((impact + 2) / 4 * 4).clamp(2, 62)
}
