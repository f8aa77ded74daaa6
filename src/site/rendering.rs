//! The stages between a portal and its pages: what a language prepares, the bodies, the compiled theme.

use std::sync::Arc;

use super::Options;
use super::loader::Of;
use super::memo::{LastGood, Memo, Same};
use crate::diagnostics::Diagnostic;
use crate::page::{Prepared, Renderer, Texts};
use crate::portal::Portal;
use crate::profile::Profile;
use crate::record::Record;
use crate::theme::{LanguageWords, ThemeFiles, Words};

type Compiled = Result<Vec<Renderer>, Arc<[Diagnostic]>>;

pub struct Rendering {
    preview: bool,
    profile: Profile,
    prepared: Memo<Of<Vec<Same<LanguageWords>>>, Vec<Arc<Prepared>>>,
    joined_texts: Memo<Same<Portal>, Arc<Texts>>,
    texts: Memo<Of<Vec<Same<Record>>>, Arc<Texts>>,
    compiled: Memo<(Vec<Same<Prepared>>, Same<ThemeFiles>), Compiled>,
    sound_theme: LastGood<Arc<ThemeFiles>>,
}

impl Rendering {
    pub fn new(options: &Options) -> Self {
        Self {
            preview: options.preview,
            profile: options.profile.clone(),
            prepared: Memo::default(),
            joined_texts: Memo::default(),
            texts: Memo::default(),
            compiled: Memo::default(),
            sound_theme: LastGood::default(),
        }
    }

    /// The renderers, one a language, with the templates as they last compiled where they do not now. `fresh` are the
    /// records that were read again since the join.
    pub fn renderers(
        &mut self,
        portal: &Arc<Portal>,
        words: &Words,
        files: &Arc<ThemeFiles>,
        fresh: Vec<Same<Record>>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<Renderer>> {
        let profile = self.profile.clone();
        let span = profile.span("share");
        let prepared = self.prepare(portal, words)?;
        let texts = self.texts(portal, fresh);
        let _span = span.then("compile");
        let mut compile = |files: &Arc<ThemeFiles>| {
            let key = (prepared.iter().cloned().map(Same).collect(), Same(Arc::clone(files)));
            self.compiled.get(key, |_| {
                let made =
                    prepared.iter().map(|prepared| Renderer::new(prepared, &texts, files, self.preview, &profile));
                made.collect::<Result<Vec<_>, _>>().map_err(Into::into)
            })
        };
        let renderers = match compile(files) {
            Ok(renderers) => {
                self.sound_theme.or_last(Some(Arc::clone(files)), true);
                renderers
            }
            Err(found) => {
                problems.extend_from_slice(&found);
                compile(&self.sound_theme.or_last(None, false)?).ok()?
            }
        };
        Some(renderers.iter().map(|renderer| renderer.with_texts(&texts)).collect())
    }

    fn prepare(&mut self, portal: &Arc<Portal>, words: &Words) -> Option<Vec<Arc<Prepared>>> {
        let own: Option<Vec<_>> = portal.editions.iter().map(|edition| words.get(&edition.language)).collect();
        let key = own?.into_iter().map(|words| Same(Arc::clone(words))).collect();
        Some(self.prepared.get((Same(Arc::clone(portal)), key), |(portal, own)| {
            let prepare = |(at, own): (usize, &Same<LanguageWords>)| Prepared::new(&portal.0, at, &own.0, words);
            own.iter().enumerate().map(prepare).map(Arc::new).collect()
        }))
    }

    fn texts(&mut self, portal: &Arc<Portal>, fresh: Vec<Same<Record>>) -> Arc<Texts> {
        let joined = self.joined_texts.get(Same(Arc::clone(portal)), |_| Arc::new(Texts::new(portal)));
        if fresh.is_empty() {
            return joined;
        }
        self.texts.get((Same(Arc::clone(portal)), fresh), |(_, fresh)| {
            Arc::new(joined.with(&fresh.iter().map(|record| &record.0).collect::<Vec<_>>()))
        })
    }
}
