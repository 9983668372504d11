#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| newsstand_fuzz::returned(bytes));
