//! The app's entry.

fn main() {
    qunyue::start();
}
