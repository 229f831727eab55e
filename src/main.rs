//! The browser's entry point. Natively there is nothing to run.

fn main() {
    #[cfg(target_arch = "wasm32")]
    shouwen::ui::start();
}
