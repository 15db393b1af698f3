//! The WhatsApp Cloud API as the institute uses it: what arrives (signature, envelope, items, identity)
//! and what leaves (requests, parts, answers, error lanes). Pure functions: no I/O and no clock.
#![forbid(unsafe_code)]
