//! Edit distance with adjacent transposition (optimal string alignment: no letter is edited twice).

/// Distances of `a` to each prefix of `b`, from the empty one to all of `b`.
fn row(a: &[char], b: &[char]) -> Vec<u32> {
    let mut before: Vec<u32> = Vec::new();
    let mut row: Vec<u32> = (0..).take(b.len() + 1).collect();
    for (i, &letter) in a.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(row[0] + 1);
        for (j, &other) in b.iter().enumerate() {
            let mut least = (row[j + 1] + 1).min(next[j] + 1).min(row[j] + u32::from(letter != other));
            if i > 0 && j > 0 && letter == b[j - 1] && a[i - 1] == other {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row
}

/// The distance.
pub fn distance(a: &[char], b: &[char]) -> u32 {
    row(a, b).last().copied().unwrap_or_default()
}

/// The distance where it is at most `most`.
pub fn within(a: &[char], b: &[char], most: u32) -> Option<u32> {
    if a.len().abs_diff(b.len()) > most as usize {
        return None;
    }
    Some(distance(a, b)).filter(|&distance| distance <= most)
}

/// Whether some prefix of `b` is within this distance of `a`.
pub fn begins(a: &[char], b: &[char], most: u32) -> bool {
    b.len() + most as usize >= a.len() && row(a, b).iter().any(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &str, b: &str) -> Option<u32> {
        within(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 3)
    }

    #[test]
    fn each_edit_counts_once_and_so_does_a_transposition() {
        assert_eq!(near("klase", "klase"), Some(0));
        assert_eq!(near("klase", "klasse"), Some(1));
        assert_eq!(near("klase", "kase"), Some(1));
        assert_eq!(near("klase", "klame"), Some(1));
        assert_eq!(near("klase", "kalse"), Some(1));
        assert_eq!(near("ca", "abc"), Some(3));
        assert_eq!(near("klase", "metodika"), None);
    }

    #[test]
    fn a_mistyped_beginning_is_found() {
        let [typed, form] = ["isivrtin", "isivertinimas"].map(|word| word.chars().collect::<Vec<_>>());
        assert!(begins(&typed, &form, 1));
        assert!(!begins(&form, &typed, 1));
    }
}
