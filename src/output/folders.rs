//! The folders of a new tree: made from the outside inwards, each once, and given owner, group and mode of the old ones.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::dress::Dress;
use super::handle::Handle;
use super::problems::At;
use crate::diagnostics::Diagnostic;

type Dresses<'a> = HashMap<&'a OsStr, Dress, RandomState>;

/// The folders of a stage. The empty path is the stage itself.
pub(super) struct Folders<'a> {
    stage: &'a Path,
    /// What the folders of the old tree wear.
    wanted: Dresses<'a>,
    /// What the folders that were made or met here wear.
    worn: Dresses<'a>,
    /// By what a folder wears: what one wears that is made in it. So not every new folder has to be looked at.
    born: HashMap<Dress, Dress, RandomState>,
}

impl<'a> Folders<'a> {
    pub fn new(stage: &'a Path, old: &'a [(PathBuf, Dress)]) -> Result<Self, Diagnostic> {
        let wanted = old.iter().map(|(folder, dress)| (folder.as_os_str(), *dress)).collect();
        let worn = std::iter::once((OsStr::new(""), look(stage)?)).collect();
        Ok(Self { stage, wanted, worn, born: HashMap::default() })
    }

    /// Makes folders, and those they stand in, where they do not exist yet. All of them are open to their owner until
    /// [`Folders::close`].
    pub fn make(&mut self, folders: impl Iterator<Item = &'a Path>) -> Result<(), Diagnostic> {
        let mut new = HashSet::with_hasher(RandomState::default());
        let mut levels: Vec<Vec<&Path>> = Vec::new();
        for folder in folders {
            for folder in folder.ancestors() {
                // Outer folders of one already met were met with it.
                if self.worn.contains_key(folder.as_os_str()) || !new.insert(folder.as_os_str()) {
                    break;
                }
                let outer = folder.components().count() - 1;
                levels.resize_with(levels.len().max(outer + 1), Vec::new);
                levels[outer].push(folder);
            }
        }
        levels.into_iter().try_for_each(|level| self.make_level(&level))
    }

    fn make_level(&mut self, level: &[&'a Path]) -> Result<(), Diagnostic> {
        let stage = self.stage;
        let handle = Handle::open(stage, Path::new("")).writing(stage)?;
        let made = level.par_iter().map(|folder| match handle.make_folder(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            made => made.map(|()| true).writing(&stage.join(folder)),
        });
        let made = made.collect::<Result<Vec<_>, Diagnostic>>()?;
        let mut undressed = Vec::new();
        for (&folder, is_new) in level.iter().zip(made) {
            let worn = if is_new { self.born(folder)? } else { look(&stage.join(folder))? };
            self.worn.insert(folder.as_os_str(), worn);
            let wanted = self.wanted.get(folder.as_os_str()).map(|old| old.open());
            undressed.extend(wanted.filter(|wanted| *wanted != worn).map(|wanted| (folder, worn, wanted)));
        }
        let dressed = undressed.into_par_iter().map(|(folder, worn, wanted)| {
            let path = stage.join(folder);
            wanted.give(&path, worn).writing(&path)?;
            Ok((folder.as_os_str(), look(&path)?))
        });
        self.worn.extend(dressed.collect::<Result<Vec<_>, Diagnostic>>()?);
        Ok(())
    }

    /// What a folder wears that was made just now.
    fn born(&mut self, folder: &Path) -> Result<Dress, Diagnostic> {
        let outer = folder.parent().and_then(|outer| self.worn.get(outer.as_os_str())).copied();
        if let Some(born) = outer.and_then(|outer| self.born.get(&outer)) {
            return Ok(*born);
        }
        let born = look(&self.stage.join(folder))?;
        self.born.extend(outer.map(|outer| (outer, born)));
        Ok(born)
    }

    /// Closes what was not open in the old tree, inner folders first: an outer one may forbid entering. The stage itself is
    /// the last.
    pub fn close(self) -> Result<(), Diagnostic> {
        let is_closed = |folder: &OsStr, old: Dress| folder.is_empty() || old != old.open();
        let closed = self.wanted.iter().filter(|(folder, old)| is_closed(folder, **old));
        let mut closed: Vec<_> =
            closed.filter_map(|(folder, old)| Some((Path::new(folder), *old, *self.worn.get(folder)?))).collect();
        closed.sort_by_key(|(folder, ..)| std::cmp::Reverse(folder.components().count()));
        closed.into_iter().try_for_each(|(folder, old, worn)| {
            let path = self.stage.join(folder);
            old.give(&path, worn).writing(&path)
        })
    }
}

fn look(folder: &Path) -> Result<Dress, Diagnostic> {
    fs::symlink_metadata(folder).map(|found| Dress::of(&found)).reading(folder)
}
