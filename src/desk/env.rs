//! What the desk needs from the outside: time and chance.

/// Time and chance, passed in so that the desk runs the same in a test.
pub trait Env {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
    /// 128 random bits.
    fn random(&self) -> u128;
}

/// The browser's clock and randomness.
#[cfg(target_arch = "wasm32")]
pub struct Browser;

#[cfg(target_arch = "wasm32")]
impl Env for Browser {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    fn random(&self) -> u128 {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_err() {
            for byte in &mut bytes {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let chance = (js_sys::Math::random() * 256.0) as u8;
                *byte = chance;
            }
        }
        u128::from_le_bytes(bytes)
    }
}
