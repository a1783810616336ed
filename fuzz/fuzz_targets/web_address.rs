#![no_main]

use crumbwise_stores::foreign::Parser;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| Parser::WebAddress.run(bytes));
