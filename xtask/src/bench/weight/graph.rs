use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use crate::bench::cargo::cargo;

/// What is built for a package on this machine: each package with those that it names, as
/// `name version`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    roots: BTreeSet<String>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

/// A dependency that a crate of this workspace names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dependency {
    /// Its name and version.
    pub name: String,
    /// The crates of this workspace that name it.
    pub named_by: Vec<String>,
    /// What is gone when none of them names it: nothing, when another dependency brings it.
    pub only_it_brings: Vec<String>,
}

impl Graph {
    /// What packages of a workspace bring, for building and for running, with default features.
    ///
    /// # Errors
    ///
    /// What keeps cargo from running; a package that is not there.
    pub fn of(workspace: &Path, packages: &[&str]) -> io::Result<Self> {
        let mut arguments = vec!["--edges", "normal,build", "--prefix", "depth"];
        for package in packages {
            arguments.extend(["--package", package]);
        }
        Self::read(&cargo(workspace, "tree", &arguments)?)
    }

    /// Reads `cargo tree --prefix depth`: `2log v0.4.1 (*)`. What is below a package stands where
    /// it occurs first.
    ///
    /// # Errors
    ///
    /// `InvalidData` for a line of another form.
    pub fn read(tree: &str) -> io::Result<Self> {
        let mut graph = Self::default();
        let mut above: Vec<String> = Vec::new();
        for line in tree.lines().filter(|line| !line.is_empty()) {
            let odd = || io::Error::new(io::ErrorKind::InvalidData, line.to_owned());
            let name_at = line.find(|letter: char| !letter.is_ascii_digit());
            let (depth, rest) = line.split_at(name_at.ok_or_else(odd)?);
            let depth: usize = depth.parse().map_err(|_| odd())?;
            let mut words = rest.split(' ');
            let (name, version) = (words.next(), words.next());
            let package = format!("{} {}", name.ok_or_else(odd)?, version.ok_or_else(odd)?);
            above.truncate(depth);
            match above.last() {
                Some(parent) => {
                    let children = graph.edges.entry(parent.clone()).or_default();
                    children.insert(package.clone());
                }
                None => {
                    graph.roots.insert(package.clone());
                }
            }
            above.push(package);
        }
        Ok(graph)
    }

    /// The packages, each once, as `name version`.
    pub fn packages(&self) -> BTreeSet<&str> {
        self.reached(None)
    }

    /// How many packages there are.
    pub fn len(&self) -> usize {
        self.packages().len()
    }

    /// Whether there is no package.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// The dependencies that the crates with these names have, themselves left out.
    pub fn dependencies(&self, own: &[String]) -> Vec<Dependency> {
        let is_own = |package: &str| own.iter().any(|name| *name == name_of(package));
        let mut named_by: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (package, children) in self.edges.iter().filter(|(package, _)| is_own(package)) {
            for child in children.iter().filter(|child| !is_own(child)) {
                let names = named_by.entry(child).or_default();
                names.push(name_of(package).to_owned());
            }
        }
        let all = self.reached(None);
        let dependency = |(name, named_by): (&str, Vec<String>)| {
            let left = self.reached(Some((name, &named_by)));
            let gone = all.difference(&left).map(|gone| (*gone).to_owned());
            Dependency {
                name: name.to_owned(),
                named_by,
                only_it_brings: gone.collect(),
            }
        };
        named_by.into_iter().map(dependency).collect()
    }

    /// What is reached from the roots, without the edges to one package from those that name it.
    fn reached(&self, without: Option<(&str, &[String])>) -> BTreeSet<&str> {
        let is_cut = |from: &str, to: &str| {
            without.is_some_and(|(name, named_by)| {
                to == name && named_by.iter().any(|by| by == name_of(from))
            })
        };
        let mut reached: BTreeSet<&str> = self.roots.iter().map(String::as_str).collect();
        let mut next: Vec<&str> = reached.iter().copied().collect();
        while let Some(package) = next.pop() {
            for child in self.edges.get(package).into_iter().flatten() {
                if !is_cut(package, child) && reached.insert(child) {
                    next.push(child);
                }
            }
        }
        reached
    }
}

fn name_of(package: &str) -> &str {
    package.split(' ').next().unwrap_or(package)
}
