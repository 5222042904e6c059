//! The policy, the state machines and the intents, as a server and a screen meet them.

#![cfg(test)]

mod arranged;
mod guarded;
mod handed;
mod intents;
mod machines;
mod matrix;
mod measured;
mod noticed;
mod proposed;
mod scheduled;
mod world;
mod writes;
