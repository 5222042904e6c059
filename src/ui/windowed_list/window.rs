//! Which rows are in the document, and where the reader stands. Pure: events in, a [`Frame`] out.
//!
//! A reader who stands at the end follows it. A reader anywhere else keeps the row at the top of
//! the screen where it is, whatever is put in front, measured anew or taken away.
//!
//! Moving the browser's scroll position would stop a finger's swing or a key's smooth scroll. So
//! while the reader moves, a row that turns out taller shifts where the rows are drawn instead
//! (the *drift*), and the scroll position follows when the reader rests or comes near an edge.

use super::heights::Heights;
use std::ops::Range;

/// Nearer to the end than this counts as at the end: browsers round scroll positions.
const AT_END: f64 = 4.0;

/// No screen is taller. A list without a height of its own would otherwise show all that it has.
const TALLEST: f64 = 4_000.0;

/// Where a list begins, and what it follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// At its first row.
    #[default]
    Start,
    /// At its last row, like a chat.
    End,
}

/// What the screen must become.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// The rows to have in the document.
    pub(super) rows: Range<usize>,
    /// Where the first of them begins.
    pub(super) offset: f64,
    /// The height of all rows.
    pub(super) total: f64,
    /// Where to scroll, if the reader's place moved.
    pub(super) scroll: Option<f64>,
}

/// The state of the list.
#[derive(Clone, Debug)]
pub(super) struct Window {
    heights: Heights,
    anchor: Anchor,
    /// The height of what is in sight.
    view: f64,
    /// Where the reader stands, by the heights that are known now.
    scroll: f64,
    /// By how much the browser's scroll position is more than that.
    drift: f64,
    /// Whether the reader moves.
    is_moving: bool,
    /// Whether the reader stands at the end of a list that is anchored there.
    at_end: bool,
    /// A row in sight near the top of the screen, and how much of it is above (less than none where
    /// it begins further down).
    place: (usize, f64),
}

impl Window {
    /// An empty list. Until the screen is measured, it is taken to be a phone's.
    pub(super) fn new(anchor: Anchor, estimate: f64) -> Self {
        let at_end = anchor == Anchor::End;
        Self {
            heights: Heights::new(estimate),
            anchor,
            view: 800.0,
            scroll: 0.0,
            drift: 0.0,
            is_moving: false,
            at_end,
            place: (0, 0.0),
        }
    }

    /// Whether the reader stands at the end.
    pub(super) fn is_at_end(&self) -> bool {
        self.at_end
    }

    /// Whether so little is above the reader that older rows should be brought.
    pub(super) fn is_near_start(&self) -> bool {
        self.scroll < self.view * 2.0
    }

    /// The browser scrolled, by the reader or by us.
    pub(super) fn scrolled(&mut self, to: f64) -> Frame {
        // An echo of our own move says nothing new; the place that was kept is the better one.
        if (to - self.scroll - self.drift).abs() < 1.0 {
            return self.frame(Moved::Keep);
        }
        self.is_moving = true;
        self.scroll = (to - self.drift).min(self.last_scroll()).max(0.0);
        self.at_end = self.anchor == Anchor::End && self.scroll >= self.last_scroll() - AT_END;
        self.place = self.first_known();
        let near_edge = to < self.view || to > self.last_scroll() - self.view;
        if near_edge { self.frame(Moved::Follow) } else { self.frame(Moved::Keep) }
    }

    /// The reader has not scrolled for a while.
    pub(super) fn rested(&mut self) -> Option<Frame> {
        self.is_moving = false;
        (self.drift != 0.0).then(|| self.frame(Moved::Follow))
    }

    /// What is in sight became taller or smaller.
    pub(super) fn resized(&mut self, view: f64) -> Option<Frame> {
        let view = view.min(TALLEST);
        if view <= 0.0 || (view - self.view).abs() < f64::EPSILON {
            return None;
        }
        self.view = view;
        Some(self.settle())
    }

    /// Whether some of `rows` stand at a guessed height as long as nobody measures them.
    pub(super) fn guesses(&self, mut rows: Range<usize>) -> bool {
        rows.any(|index| !self.heights.is_known(index))
    }

    /// Rows from `first` on were measured.
    pub(super) fn measured(&mut self, first: usize, heights: &[f64]) -> Option<Frame> {
        let mut changed = false;
        for (index, height) in heights.iter().enumerate() {
            changed |= self.heights.set(first + index, *height);
        }
        changed.then(|| self.settle())
    }

    /// Other rows now: the first `front` and the last `back` are the same as before.
    pub(super) fn changed(&mut self, front: usize, back: usize, len: usize) -> Frame {
        let old = self.heights.len();
        self.heights.splice(front, back, len);
        let (index, offset) = self.place;
        self.place = match index {
            index if index < front => (index, offset),
            index if index >= old.saturating_sub(back) => ((index + len).saturating_sub(old), offset),
            _ => (front.min(len.saturating_sub(1)), 0.0),
        };
        // More rows may come than any drift could stand for.
        self.is_moving = false;
        self.settle()
    }

    /// Goes to the end and follows it.
    pub(super) fn go_to_end(&mut self) -> Frame {
        let last = self.heights.len().saturating_sub(1);
        self.at_end = self.anchor == Anchor::End;
        self.is_moving = false;
        self.place = (last, self.heights.of(last));
        self.settle()
    }

    /// Puts row `index` a little below the top of the screen.
    pub(super) fn reveal(&mut self, index: usize) -> Frame {
        self.at_end = false;
        self.is_moving = false;
        self.place = (index.min(self.heights.len().saturating_sub(1)), -self.view / 4.0);
        self.settle()
    }

    /// Puts row `index` at the top of the screen: where a reader comes back to.
    pub(super) fn return_to(&mut self, index: usize) -> Frame {
        self.at_end = false;
        self.is_moving = false;
        self.place = (index.min(self.heights.len().saturating_sub(1)), 0.0);
        self.settle()
    }

    /// The row near the top of the screen; `None` for a reader who stands at the end.
    pub(super) fn place(&self) -> Option<usize> {
        (!self.at_end && self.heights.len() > 0).then_some(self.place.0)
    }

    /// The first and the last row of which something is in sight; `None` where there is none.
    pub(super) fn in_sight(&self) -> Option<(usize, usize)> {
        let last = self.heights.at(self.scroll + self.view - 1.0);
        (self.heights.len() > 0).then(|| (self.heights.at(self.scroll + 1.0), last))
    }

    /// The first row in sight that was measured, and how much of it is above the screen. A row that
    /// has just come in may turn out taller: what was read must not move for it.
    fn first_known(&self) -> (usize, f64) {
        let first = self.heights.at(self.scroll);
        let last = self.heights.at(self.scroll + self.view);
        let index = (first..=last).find(|index| self.heights.is_known(*index)).unwrap_or(first);
        (index, self.scroll - self.heights.top(index))
    }

    /// The scroll position that shows the end.
    fn last_scroll(&self) -> f64 {
        (self.heights.total() - self.view).max(0.0)
    }

    /// Brings the reader back to the place that was kept.
    fn settle(&mut self) -> Frame {
        let (index, offset) = self.place;
        let wanted = if self.at_end {
            self.last_scroll()
        } else {
            (self.heights.top(index) + offset.min(self.heights.of(index))).min(self.last_scroll()).max(0.0)
        };
        let by = wanted - self.scroll;
        self.scroll = wanted;
        if self.is_moving && !self.at_end {
            self.drift -= by;
            return self.frame(Moved::Keep);
        }
        let moved = by.abs() > 0.5 || self.at_end;
        self.frame(if moved { Moved::Ours } else { Moved::Follow })
    }

    fn frame(&mut self, moved: Moved) -> Frame {
        let scroll = match moved {
            Moved::Ours => Some(self.scroll),
            Moved::Follow => (self.drift != 0.0).then_some(self.scroll),
            Moved::Keep => None,
        };
        if scroll.is_some() {
            self.drift = 0.0;
        }
        let beyond = self.view * 0.5;
        let rows = if self.heights.len() == 0 {
            0..0
        } else {
            let (first, last) = (self.scroll - beyond, self.scroll + self.view + beyond);
            self.heights.at(first)..self.heights.at(last) + 1
        };
        let offset = self.heights.top(rows.start) + self.drift;
        Frame { offset, total: self.heights.total(), rows, scroll }
    }
}

/// What becomes of the browser's scroll position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moved {
    /// It stays as it is.
    Keep,
    /// It follows the reader's place, if it drifted.
    Follow,
    /// It goes where we want it.
    Ours,
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn chat(rows: usize) -> Window {
        let mut window = Window::new(Anchor::End, 50.0);
        window.resized(500.0);
        window.changed(0, 0, rows);
        window
    }

    #[wasm_bindgen_test]
    fn a_chat_opens_at_its_end_with_few_rows_in_the_document() {
        let mut window = Window::new(Anchor::End, 50.0);
        window.resized(500.0);
        let frame = window.changed(0, 0, 100_000);
        assert_eq!(frame.scroll, Some(100_000.0 * 50.0 - 500.0));
        assert_eq!(frame.rows.end, 100_000);
        assert!(frame.rows.len() <= 20, "{:?}", frame.rows);
    }

    #[wasm_bindgen_test]
    fn whoever_stands_at_the_end_follows_it() {
        let mut window = chat(100);
        let frame = window.changed(100, 0, 101);
        assert_eq!((frame.scroll, window.is_at_end()), (Some(101.0 * 50.0 - 500.0), true));
        let frame = window.measured(100, &[90.0]).unwrap();
        assert_eq!(frame.scroll, Some(101.0 * 50.0 + 40.0 - 500.0));
    }

    #[wasm_bindgen_test]
    fn whoever_reads_elsewhere_stays_when_something_is_added_at_the_end() {
        let mut window = chat(100);
        window.scrolled(1000.0);
        let frame = window.changed(100, 0, 101);
        assert_eq!((frame.scroll, window.is_at_end()), (None, false));
    }

    #[wasm_bindgen_test]
    fn rows_put_in_front_push_the_scroll_position_not_the_reader() {
        let mut window = chat(100);
        window.scrolled(120.0);
        let frame = window.changed(0, 100, 160);
        assert_eq!(frame.scroll, Some(60.0 * 50.0 + 120.0));
    }

    #[wasm_bindgen_test]
    fn a_row_above_that_turns_out_taller_shifts_the_rows_while_the_reader_moves() {
        let mut window = chat(100);
        let drawn = |window: &Window, row| window.heights.top(row) + window.drift;
        let frame = window.scrolled(1020.0); // row 20, 20 px of it above
        assert!(frame.rows.contains(&16));
        let frame = window.measured(16, &[80.0]).unwrap();
        assert_eq!((frame.scroll, drawn(&window, 20)), (None, 1000.0));
        assert_eq!(window.measured(16, &[80.0]), None);
        // The finger goes on in the browser's own numbers.
        let frame = window.scrolled(920.0);
        assert_eq!((frame.scroll, window.scroll), (None, 950.0));
        // At rest both numbers are the same again, and nothing has moved on the screen.
        let frame = window.rested().unwrap();
        assert_eq!(frame.scroll, Some(950.0));
        assert_eq!(window.rested(), None);
    }

    #[wasm_bindgen_test]
    fn a_row_that_comes_in_at_the_top_grows_upward() {
        let mut window = chat(100);
        window.scrolled(1020.0);
        window.measured(20, &[50.0; 10]);
        window.scrolled(980.0); // row 19 comes in, unmeasured
        let frame = window.measured(19, &[120.0]).unwrap();
        let drawn = window.heights.top(20) + window.drift;
        assert_eq!((frame.scroll, drawn), (None, 1000.0));
    }

    #[wasm_bindgen_test]
    fn near_the_top_the_scroll_position_follows_at_once() {
        let mut window = chat(100);
        window.scrolled(1020.0);
        window.measured(16, &[80.0]);
        let frame = window.scrolled(400.0);
        assert_eq!(frame.scroll, Some(430.0));
    }

    #[wasm_bindgen_test]
    fn a_row_taken_away_under_the_reader_leaves_its_neighbor() {
        let mut window = chat(100);
        window.scrolled(1020.0);
        let frame = window.changed(20, 79, 99);
        assert_eq!(frame.scroll, Some(1000.0));
    }

    #[wasm_bindgen_test]
    fn the_keyboard_of_a_phone_does_not_hide_the_end() {
        let mut window = chat(100);
        let frame = window.resized(250.0).unwrap();
        assert_eq!(frame.scroll, Some(100.0 * 50.0 - 250.0));
    }

    #[wasm_bindgen_test]
    fn a_screen_that_grows_keeps_the_reader_at_the_end() {
        let mut window = chat(100);
        window.resized(700.0); // the composer became smaller
        window.scrolled(100.0 * 50.0 - 700.0); // the browser moved the end into sight
        assert!(window.is_at_end());
        assert_eq!(window.changed(100, 0, 101).scroll, Some(101.0 * 50.0 - 700.0));
    }

    #[wasm_bindgen_test]
    fn a_revealed_row_keeps_its_place_while_its_surroundings_are_measured() {
        let mut window = chat(1000);
        let frame = window.reveal(500);
        assert_eq!(frame.scroll, Some(500.0 * 50.0 - 125.0));
        window.scrolled(500.0 * 50.0 - 125.0); // the browser's echo
        let frame = window.measured(frame.rows.start, &[70.0, 70.0]).unwrap();
        assert_eq!(frame.scroll, Some(500.0 * 50.0 + 40.0 - 125.0));
        assert!(!window.is_at_end());
    }

    #[wasm_bindgen_test]
    fn who_comes_back_finds_their_row_at_the_top() {
        let mut window = chat(1000);
        assert_eq!(window.place(), None);
        window.scrolled(20_000.0);
        assert_eq!(window.place(), Some(400));
        let mut again = chat(1000);
        assert_eq!(again.return_to(400).scroll, Some(20_000.0));
        assert!(!again.is_at_end());
    }

    #[wasm_bindgen_test]
    fn rows_whose_heights_depend_on_which_are_there_are_measured_a_last_time() {
        // As a browser might tell it: every row is a little higher where the first of those in the document
        // has an even number, and the last rows are high enough for that to move who is the first.
        let told = |row: usize, first: usize| {
            let more = if first.is_multiple_of(2) { 40.0 } else { 0.0 };
            if row >= 96 { 130.0 + more } else { 50.0 }
        };
        let mut window = chat(100);
        let mut frame = Some(window.go_to_end());
        let mut turns = 0;
        while let Some(Frame { rows, .. }) = frame.take() {
            turns += 1;
            assert!(turns < 100, "it never comes to rest");
            let guesses = window.guesses(rows.clone());
            let heights: Vec<f64> = rows.clone().map(|row| told(row, rows.start)).collect();
            frame = if guesses { window.measured(rows.start, &heights) } else { None };
        }
        assert!(window.is_at_end());
    }

    #[wasm_bindgen_test]
    fn what_is_in_sight_is_told_by_its_first_and_last_row() {
        let mut window = chat(100);
        assert_eq!(window.in_sight(), Some((90, 99)));
        window.scrolled(1020.0); // row 20, 20 px of it above
        assert_eq!(window.in_sight(), Some((20, 30)));
        window.changed(0, 0, 0);
        assert_eq!(window.in_sight(), None);
    }

    #[wasm_bindgen_test]
    fn an_empty_list_has_an_empty_frame() {
        let mut window = chat(3);
        let frame = window.changed(0, 0, 0);
        assert_eq!((frame.rows, frame.total), (0..0, 0.0));
    }
}
