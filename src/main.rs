//! The command `geoflow`.

/// Expressions and polynomials are many small short-lived nodes; the system's allocator took a fifth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    geoflow::cli::main()
}
