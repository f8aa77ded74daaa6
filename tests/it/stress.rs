//! A preview under a storm of changes: whatever happened, in the end it serves what a build writes.
//!
//! `AVILYS_STRESS_SECONDS` says how long it storms (2 s if not set), `AVILYS_STRESS_SEED` in which way.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use avilys::diagnostics::Diagnostic;
use avilys::profile::Profile;
use avilys::site::{Options, Site};
use avilys::source::Source;

use crate::sample::sample;
use crate::support::folder::has_ending;
use crate::support::{Preview, TODAY};

/// Numbers that look random and are the same for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((bits ^ (bits >> 31)) % sides as u64).expect("fewer sides than numbers")
    }

    fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.roll(list.len())]
    }
}

fn variable(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Files of the content, on the disk.
fn files(preview: &Preview, ending: &str) -> Vec<PathBuf> {
    let tree = preview.folder.tree("content");
    tree.keys()
        .filter(|path| has_ending(path, ending))
        .map(|path| preview.folder.at(&format!("content/{path}")))
        .collect()
}

/// One change such as an author, a sync client or a version control system makes. What cannot be done is not done.
fn change(preview: &Preview, dice: &mut Dice, number: usize) {
    let texts = files(preview, "md");
    if texts.is_empty() {
        return;
    }
    let file = dice.pick(&texts).clone();
    let text = fs::read_to_string(&file).unwrap_or_default();
    let folders = ["news", "practices", "pages", "schools", "reports"];
    let done = match dice.roll(11) {
        0 | 1 => fs::write(&file, format!("{text}\n\nPastraipa {number}.\n")),
        2 => fs::write(&file, text.replacen("title = \"", &format!("title = \"Nr. {number} "), 1)),
        3 => fs::write(&file, text.replacen("+++", "++", 1)),
        4 => fs::remove_file(&file),
        5 => fs::rename(&file, file.with_file_name(format!("failas-{number}.md"))),
        6 => {
            let folder = preview.folder.at(&format!("content/{}", dice.pick(&folders)));
            fs::rename(&file, folder.join(format!("rusis-{number}.md")))
        }
        7 => {
            let swap = file.with_extension("md~");
            fs::write(&swap, format!("{text}\nAtominis {number}.\n")).and_then(|()| fs::rename(&swap, &file))
        }
        8 => {
            let bundle = preview.folder.at(&format!("content/news/aplankas-{number}"));
            fs::create_dir_all(bundle.join("gilus/gilesnis"))
                .and_then(|()| fs::write(bundle.join("gilus/gilesnis/a.txt"), "a"))
                .and_then(|()| fs::write(bundle.join("index.md"), "+++\ntitle = \"A\"\ndate = 2026-01-01\n+++\n"))
        }
        9 => fs::write(preview.folder.at("static/zyme.css"), format!("a{{order:{number}}}")),
        _ => fs::write(preview.folder.at("templates/partials/hero.html"), format!("<p>{number}</p>")),
    };
    // A folder that another change took away: the next change comes.
    drop(done);
}

/// Takes away what keeps the stormed site from being built, file by file, and leaves the rest as the storm left it.
fn mend(preview: &Preview) {
    preview
        .folder
        .put("content/news/galas.md", "+++\ntitle = \"Galas\"\ndate = 2026-01-01\nsummary = \"S\"\n+++\n\nGalas.\n");
    for _ in 0..100 {
        let (site, mut problems) = load(preview);
        problems.extend(site.iter().flat_map(Site::check));
        let broken: BTreeSet<_> = problems
            .into_iter()
            .filter(Diagnostic::is_error)
            .map(|problem| problem.place.expect("a storm makes no problem without a place").source.path.clone())
            .collect();
        if broken.is_empty() {
            return;
        }
        for path in &broken {
            preview.folder.remove(path);
        }
    }
    panic!("there are always more errors");
}

fn load(preview: &Preview) -> (Option<Site>, Vec<Diagnostic>) {
    let source = Source::open(preview.folder.path()).expect("a site");
    let today = TODAY.parse().expect("a day");
    Site::load(
        &source,
        &Options { today, base_url: None, drafts: true, offline: false, preview: false, profile: Profile::default() },
    )
}

#[test]
fn after_a_storm_of_changes_the_served_site_is_that_of_a_clean_build() {
    let length = Duration::from_secs(variable("AVILYS_STRESS_SECONDS", 2));
    let seed = variable("AVILYS_STRESS_SEED", 11);
    let site = sample().file("static/zyme.css", "a{}").file("templates/partials/hero.html", "<p>0</p>");
    let preview = Preview::of(&site);
    let before: Vec<Arc<str>> =
        load(&preview).0.expect("a site").pages().iter().map(|page| page.path.clone()).collect();
    let (mut dice, start, mut number) = (Dice(seed), Instant::now(), 0);
    while start.elapsed() < length {
        for _ in 0..=dice.roll(8) {
            number += 1;
            change(&preview, &mut dice, number);
        }
        let address = *dice.pick(&["", "naujienos/", "praktikos/", "paieska/"]);
        assert!([200, 302, 404, 503].contains(&preview.get(address).status));
        std::thread::sleep(Duration::from_millis(dice.roll(60) as u64));
    }
    mend(&preview);
    preview.wait_for("naujienos/galas/", "Galas");
    preview.wait("", |state| state["errors"] == 0);
    serves_a_clean_build(&preview, &before, &format!("seed {seed}, {number} changes"));
}

fn serves_a_clean_build(preview: &Preview, before: &[Arc<str>], about: &str) {
    let (built, problems) = load(preview);
    assert!(problems.iter().all(|problem| !problem.is_error()), "{about}: {problems:?}");
    let built = built.expect("a site without errors");
    let start = Instant::now();
    loop {
        let wrong = built.pages().iter().find(|page| {
            let (content, _) = built.render(page);
            let bytes = match content.expect("a page") {
                avilys::site::Content::Bytes(bytes) => bytes,
                avilys::site::Content::File(path) => fs::read(path).expect("a file of the site"),
            };
            let reply = preview.get(&page.path);
            let body = if has_ending(&page.path, "html") { reply.without_script() } else { reply.body };
            reply.status != 200 || body != bytes
        });
        let Some(wrong) = wrong else { break };
        // The last signals may still be on their way.
        assert!(start.elapsed() < Duration::from_secs(20), "{about}: {} is not that of the build", wrong.path);
    }
    // What the storm took away is not there any more.
    let gone = before.iter().filter(|path| built.page_at(path).is_none());
    for path in gone {
        assert!([301, 302, 404].contains(&preview.get(path).status), "{about}: {path} is served still");
    }
}
