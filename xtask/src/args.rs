//! The few shapes of arguments that the commands take: `--flag`, `--option VALUE`, and words.

use anyhow::{Context, Result, bail};
use std::collections::VecDeque;

/// Arguments that are taken one by one; what is left at the end is an error.
pub(crate) struct Args(VecDeque<String>);

impl Args {
    /// Wraps the arguments of a command.
    pub(crate) fn new(args: &[String]) -> Self {
        Self(args.iter().cloned().collect())
    }

    /// Takes `--flag`; true where it stood.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|arg| arg == name);
        found.and_then(|at| self.0.remove(at)).is_some()
    }

    /// Takes `--option VALUE` or `--option=VALUE`.
    pub(crate) fn option(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self.0.iter().position(|arg| arg == name || arg.starts_with(&joined)) else {
            return Ok(None);
        };
        let found = self.0.remove(at).unwrap_or_default();
        match found.strip_prefix(&joined) {
            Some(value) => Ok(Some(value.to_owned())),
            None => self.0.remove(at).map(Some).with_context(|| format!("{name} wants a value")),
        }
    }

    /// Takes the next word that is not an option.
    pub(crate) fn word(&mut self) -> Option<String> {
        let at = self.0.iter().position(|arg| !arg.starts_with('-'))?;
        self.0.remove(at)
    }

    /// All that nothing has taken, for a program behind this one.
    pub(crate) fn rest(self) -> Vec<String> {
        self.0.into()
    }

    /// Fails where something was not understood.
    pub(crate) fn done(self) -> Result<()> {
        match self.0.front() {
            Some(left) => bail!("“{left}” is not understood here"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        Args::new(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn an_option_takes_its_value_in_both_spellings() {
        let mut both = args("--data here --listen=there last");

        assert_eq!(both.option("--data").unwrap().as_deref(), Some("here"));
        assert_eq!(both.option("--listen").unwrap().as_deref(), Some("there"));
        assert_eq!(both.word().as_deref(), Some("last"));
        both.done().unwrap();
    }

    #[test]
    fn an_option_without_its_value_is_an_error() {
        assert!(args("--data").option("--data").is_err());
    }

    #[test]
    fn what_nobody_took_is_an_error() {
        let mut left = args("--dev --dve");

        assert!(left.flag("--dev"));
        assert!(left.done().is_err());
    }
}
