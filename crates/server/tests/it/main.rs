//! The server over its router, as browsers meet it. What needs a real process spawns the binary.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod applications;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod events;
#[cfg(test)]
mod files;
#[cfg(test)]
mod foretold;
#[cfg(test)]
mod grace;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod handover;
#[cfg(test)]
mod host;
#[cfg(test)]
mod invites;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod measures;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod passes;
#[cfg(test)]
#[expect(dead_code, reason = "the server meets a sample of what the domain judges whole")]
#[path = "../../../domain/tests/shared/posts.rs"]
mod posts;
#[cfg(test)]
mod process;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod records;
#[cfg(test)]
mod resets;
#[cfg(test)]
mod space;
#[cfg(test)]
mod talk;
#[cfg(test)]
mod waiting;
