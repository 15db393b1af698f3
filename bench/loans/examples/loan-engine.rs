//! The WebAssembly module that Node loads (`end2end/bench/engine.mjs`). Not the library itself: what it exports
//! would be in every program that uses the library, and the engine weighed against itself. A text is given as its address and its length in bytes.
#![allow(unsafe_code, reason = "an exported name is an unsafe attribute; nothing here is unsafe otherwise")]

use std::cell::RefCell;

use loan_bench::{cases::CASES, digest, random};

thread_local! {
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

#[unsafe(no_mangle)]
pub extern "C" fn case_count() -> usize {
    CASES.len()
}

/// Puts the name of a case where [`text_address`] says, and returns its length; 0 without such a case.
#[unsafe(no_mangle)]
pub extern "C" fn case_name(case: usize) -> usize {
    put(CASES.get(case).map(|case| case.name.to_owned()).unwrap_or_default())
}

#[unsafe(no_mangle)]
pub extern "C" fn case_rows(case: usize) -> u32 {
    CASES.get(case).map(|case| case.rows).unwrap_or_default()
}

/// Runs a case so many times. The sum of what came out is there so that nothing can be left out.
#[unsafe(no_mangle)]
pub extern "C" fn run_case(case: usize, times: u32) -> u64 {
    let Some(case) = CASES.get(case) else { return 0 };
    (0..times).fold(0, |sum: u64, _| sum.wrapping_add((case.run)().unwrap_or_default()))
}

#[unsafe(no_mangle)]
pub extern "C" fn loan_digest(chunk: u32) -> u64 {
    digest::of_chunk(chunk)
}

/// Puts what one random loan comes out as where [`text_address`] says, and returns its length.
#[unsafe(no_mangle)]
pub extern "C" fn loan_text(number: u32) -> usize {
    put(digest::text(&random::loan(number)))
}

#[unsafe(no_mangle)]
pub extern "C" fn text_address() -> *const u8 {
    TEXT.with_borrow(|text| text.as_ptr())
}

fn put(text: String) -> usize {
    let length = text.len();
    TEXT.with_borrow_mut(|kept| *kept = text);
    length
}
