#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| crumbwise_explain::foreign::run(bytes));
