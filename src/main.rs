//! The command `geoflow`.

fn main() -> std::process::ExitCode {
    geoflow::cli::main()
}
