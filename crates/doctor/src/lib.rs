//! The doctor: proves against a running backend what its profile says, step by step, in records of
//! its own, and tells in words what follows. Whatever touches the world (sending, waiting, the
//! clock) comes in through [`Wire`], so that the same steps run in a page and in a terminal.

mod clinic;
mod evidence;
mod exact;
mod probe;
mod report;
mod run;
mod says;
mod steps;
mod wire;

pub use evidence::Exchanged;
pub use probe::is_probe;
pub use report::{Finding, Note, Overall, Report, Step, Verdict};
pub use run::{Account, Options, examine};
pub use says::{Part, Says};
pub use wire::{Preflight, Who, Wire};
