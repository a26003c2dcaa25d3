//! Generated Rust: committed, formatted, free of warnings, and its own tests pass.
//!
//! `GEOFLOW_BLESS=1` rewrites the committed modules in `tests/emit/`.

#![allow(clippy::unwrap_used)]

use geoflow::emit::rust::{
    Carried, ChartDescription, Condition, CoordinateDescription, DomainTest, FunctionDescription, IdentityTest,
    ParameterDescription, ReferenceTest, Requirement, RustEmissionError, RustModule, Shape, rust_module,
};
use geoflow::emit::text::ascii;
use geoflow::numerics::lower::LoweringError;
use geoflow::symbolic::{Binary, Expr, Fact, Function, FunctionSymbol, Role, Symbol};
use std::path::{Path, PathBuf};
use std::process::Command;

fn coordinate(chart: &str, name: &str, rank: u32) -> (Symbol, Expr) {
    let s = Symbol::new(chart, name, Role::Coordinate, rank);
    let e = Expr::symbol(&s);
    (s, e)
}

fn parameter(name: &str, rank: u32, doc: &str, unit: &str, example: f64) -> (ParameterDescription, Expr) {
    let symbol = Symbol::new("", name, Role::Parameter, rank);
    let e = Expr::symbol(&symbol);
    (ParameterDescription { symbol, doc: doc.into(), unit: unit.into(), example: Some(example), conditions: vec![] }, e)
}

fn chart(name: &str, coordinates: &[(&Symbol, &str, &str)]) -> ChartDescription {
    let one = |(s, unit, domain): &(&Symbol, &str, &str)| CoordinateDescription {
        symbol: (*s).clone(),
        unit: (*unit).into(),
        domain: (*domain).into(),
    };
    ChartDescription { name: name.into(), coordinates: coordinates.iter().map(one).collect(), conditions: vec![] }
}

fn function(name: &str, doc: &str, chart: &str, shape: Shape, outputs: Vec<Expr>) -> FunctionDescription {
    let equations = outputs.iter().map(|e| format!("{name} = {}", ascii(e))).collect();
    FunctionDescription {
        name: name.into(),
        doc: doc.into(),
        equations,
        chart: chart.into(),
        shape,
        outputs,
        ..FunctionDescription::default()
    }
}

/// SM-12 and SM-14: the divergence from N(μ0, σ0²) to N(μ, σ²) and its natural gradient flow.
fn normals() -> RustModule {
    let (mu, e_mu) = coordinate("Normals.std", "μ", 0);
    let (sigma, e_sigma) = coordinate("Normals.std", "σ", 1);
    let (nu, e_nu) = coordinate("Normals.var", "μ", 0);
    let (s, e_s) = coordinate("Normals.var", "s", 1);
    let (mu0, e_mu0) = parameter("μ0", 0, "The target's mean.", "mV", 4.0);
    let (mut sigma0, e_sigma0) = parameter("σ0", 1, "The target's standard deviation.", "mV", 2.0);
    let two = Expr::integer(2);
    let spread = |m: &Expr| &e_sigma0.powi(2) + &(m - &e_mu0).powi(2);
    let cost = &(&e_sigma / &e_sigma0).log() + &(&spread(&e_mu) / &(&two * &e_sigma.powi(2))) - Expr::ratio(1, 2);
    let natural_std = vec![&e_mu0 - &e_mu, &(&spread(&e_mu) - &e_sigma.powi(2)) / &(&two * &e_sigma)];
    let natural_var = vec![&e_mu0 - &e_nu, &spread(&e_nu) - &e_s];
    let fisher = vec![e_sigma.powi(-2), Expr::zero(), Expr::zero(), &two * &e_sigma.powi(-2)];
    let jacobian = vec![Expr::one(), Expr::zero(), Expr::zero(), &two * &e_sigma];
    let differential = vec![cost.derivative(&mu), cost.derivative(&sigma)];
    let positive = |words: &str, e: &Expr| Condition {
        words: words.into(),
        requirement: Requirement::Holds(Fact::positive(e.clone())),
    };
    let mut charts = vec![
        chart("std", &[(&mu, "mV", ""), (&sigma, "mV", "σ > 0")]),
        chart("var", &[(&nu, "mV", ""), (&s, "mV^2", "s > 0")]),
    ];
    charts[0].conditions = vec![positive("σ > 0", &e_sigma)];
    sigma0.conditions = vec![positive("σ0 > 0", &e_sigma0)];
    charts[1].conditions = vec![positive("s > 0", &e_s)];
    RustModule {
        name: "Normals".into(),
        docs: vec!["The divergence of one normal distribution from another, and its natural gradient flow.".into()],
        parameters: vec![mu0, sigma0],
        charts,
        functions: vec![
            function("cost", "The Kullback-Leibler divergence.", "std", Shape::Scalar, vec![cost]),
            function("differential", "The differential of the cost.", "std", Shape::Vector(2), differential),
            function("fisher", "The Fisher information metric.", "std", Shape::Matrix(2, 2), fisher),
            function("natural_in_std", "The natural gradient flow.", "std", Shape::Vector(2), natural_std),
            function("natural_in_var", "The natural gradient flow.", "var", Shape::Vector(2), natural_var),
            function("std_to_var", "The transition map.", "std", Shape::Vector(2), vec![e_mu, e_sigma.powi(2)]),
            function("std_to_var_jacobian", "Its Jacobian matrix.", "std", Shape::Matrix(2, 2), jacobian),
        ],
        reference_tests: vec![
            // log(1/2) + 8/2 - 1/2
            reference("cost", &[4.0, 2.0], &[2.0, 1.0], &["2.80685281944005469058276787854"]),
            reference("natural_in_var", &[4.0, 2.0], &[2.0, 1.0], &["2", "7"]),
            reference("fisher", &[4.0, 2.0], &[2.0, 0.5], &["4", "0", "0", "8"]),
        ],
        identity_tests: vec![IdentityTest {
            name: "natural_is_one_field".into(),
            carried: Carried::Vector,
            source: "natural_in_std".into(),
            target: "natural_in_var".into(),
            map: "std_to_var".into(),
            jacobian: "std_to_var_jacobian".into(),
            parameters: vec![4.0, 2.0],
            points: vec![vec![2.0, 1.0], vec![-1.5, 0.25], vec![1000.0, 3.0]],
            tolerance: 1e-13,
        }],
        conservation_tests: vec![],
        no_std: false,
        domain_tests: vec![DomainTest {
            chart: "std".into(),
            parameters: vec![4.0, 2.0],
            point: vec![2.0, 0.0],
            condition: "σ > 0".into(),
        }],
    }
}

fn reference(function: &str, parameters: &[f64], point: &[f64], expected: &[&str]) -> ReferenceTest {
    ReferenceTest {
        function: function.into(),
        parameters: parameters.to_vec(),
        point: point.to_vec(),
        draws: vec![],
        expected: expected.iter().map(|s| (*s).into()).collect(),
        tolerance: 1e-14,
    }
}

/// Every function and instruction, awkward names, a matrix that is no square, no parameters.
fn menagerie() -> RustModule {
    let names = ["type", "t1", "w[1]", "τ_eff", "params", "a_coordinate_with_a_name_that_is_much_too_long_for_a_line"];
    let all: Vec<(Symbol, Expr)> = (0..).zip(names).map(|(i, n)| coordinate("Zoo.cage", n, i)).collect();
    let e = |i: usize| all[i].1.clone();
    let functions: Vec<Expr> = Function::ALL.iter().map(|f| (&e(0) / &Expr::integer(7)).apply(*f)).collect();
    let pairs: Vec<Expr> = Binary::ALL.iter().map(|f| e(0).with(*f, &e(1))).collect();
    let forms = vec![
        e(0).exp() - Expr::one(),
        (Expr::one() + e(1)).log(),
        e(2).pow(&e(3)),
        e(4).pow(&Expr::ratio(-3, 2)),
        Expr::integer(2).sqrt() * Expr::pi() * e(5).powi(11),
        Expr::ratio(1, 3) * e(0) - Expr::integer(1_000_000_007),
    ];
    let long = "cage_functions_with_quite_a_long_name";
    RustModule {
        name: "Zoo".into(),
        docs: vec![],
        parameters: vec![],
        charts: vec![chart("cage", &all.iter().map(|(s, _)| (s, "", "")).collect::<Vec<_>>())],
        functions: vec![
            function(long, "One of each.", "cage", Shape::Matrix(3, 12), functions),
            function("pairs", "Functions of two.", "cage", Shape::Vector(4), pairs),
            function("forms", "Forms that [need] care.", "cage", Shape::Vector(6), forms),
            function("origin", "A constant.", "cage", Shape::Vector(2), vec![Expr::zero(), Expr::ratio(-1, 8)]),
            function("log_two", "Another constant.", "cage", Shape::Scalar, vec![Expr::integer(2).log()]),
        ],
        reference_tests: vec![
            reference("log_two", &[], &[1.0; 6], &["0.693147180559945309417232121458"]),
            reference(
                "pairs",
                &[],
                &[1.0, 2.0, 1.0, 1.0, 1.0, 1.0],
                &["1", "2", "0.463647609000806116214256231461", "0.5"],
            ),
            reference("origin", &[], &[1.0; 6], &["0", "-0.125"]),
            reference(
                "forms",
                &[],
                &[1e-20, 1e-20, 4.0, 0.5, 0.25, 1.0],
                &["1e-20", "1e-20", "2", "8", "4.44288293815836624701588099006", "-1000000007"],
            ),
        ],
        identity_tests: vec![],
        conservation_tests: vec![],
        no_std: false,
        domain_tests: vec![],
    }
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit").join(name)
}

fn run(command: &mut Command) {
    let output = command.output().expect("the command starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
}

/// A package of generated modules in cargo's folder for tests; its name keeps packages of different tests apart.
struct Package {
    root: PathBuf,
    library: String,
}

impl Package {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emit_rust").join(name);
        let _ = std::fs::remove_dir_all(root.join("src"));
        std::fs::create_dir_all(root.join("src")).unwrap();
        // rustfmt's defaults, not those of this repository.
        std::fs::write(root.join("rustfmt.toml"), "").unwrap();
        Self { root, library: String::from("//! Generated modules under test.\n") }
    }

    fn add(&mut self, name: &str, source: &str) {
        let path = self.root.join(format!("src/{name}.rs"));
        std::fs::write(&path, source).unwrap();
        // A machine with cargo alone has no rustfmt; the form of the output is then checked elsewhere.
        if Command::new("rustfmt").arg("--version").output().is_ok_and(|o| o.status.success()) {
            run(Command::new("rustfmt")
                .args(["--edition", "2024", "--check", "--config-path"])
                .arg(&self.root)
                .arg(&path));
        }
        self.library.push_str(&format!("pub mod {name};\n"));
    }

    /// Compiles without a warning and runs the modules' own tests; both packages share what they build.
    fn test(&self) {
        std::fs::write(self.root.join("src/lib.rs"), &self.library).unwrap();
        std::fs::write(
            self.root.join("Cargo.toml"),
            "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nnalgebra = { version = \"0.35\", default-features = false, features = [\"std\"] }\n\n\
             [lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\n\n[workspace]\n",
        )
        .unwrap();
        std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), self.root.join("Cargo.lock")).unwrap();
        run(Command::new(env!("CARGO"))
            .args(["test", "--offline", "--quiet", "--lib", "--target-dir"])
            .arg(self.root.with_file_name("target"))
            .current_dir(&self.root));
    }
}

#[test]
fn generated_modules_are_as_committed_formatted_and_correct() {
    let mut package = Package::new("descriptions");
    for (name, module) in [("normals", normals()), ("menagerie", menagerie())] {
        let source = rust_module(&module).unwrap();
        let path = golden(&format!("{name}.rs"));
        if std::env::var_os("GEOFLOW_BLESS").is_some() {
            std::fs::write(&path, &source).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, source, "{} is out of date: run with GEOFLOW_BLESS=1", path.display());
        package.add(name, &source);
    }
    package.test();
}

/// A model about functions that nobody has specified has nothing to compute: these, and no other.
const NOTHING_TO_COMPUTE: [&str; 8] = [
    "change_of_chart",
    "hebbian_kernel",
    "least_condition",
    "one_point_variance",
    "spectrum_over_angle",
    "stein",
    "symbolic_supports",
    "weights_of_counts",
];

#[test]
fn the_module_of_every_example_compiles_and_passes_its_tests() {
    let mut package = Package::new("examples");
    let mut refused = Vec::new();
    for folder in ["examples", "tests/models"] {
        let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let mut models: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
        models.retain(|p| p.extension().is_some_and(|e| e == "geo"));
        models.sort();
        for model in models {
            let name = model.file_stem().unwrap().to_str().unwrap().to_owned();
            let output = Command::new(env!("CARGO_BIN_EXE_geoflow"))
                .args(["emit", "rust", "--wait", "600"])
                .arg(&model)
                .output()
                .unwrap();
            match output.status.code() {
                // 3: something about a declaration stayed open, such as the definiteness of a large metric.
                Some(0 | 3) => package.add(&name, std::str::from_utf8(&output.stdout).unwrap()),
                Some(2) => refused.push(name),
                _ => panic!("{name}: {}", String::from_utf8_lossy(&output.stderr)),
            }
        }
    }
    assert_eq!(refused, NOTHING_TO_COMPUTE);
    assert!(package.library.lines().count() > 20);
    package.test();
}

#[test]
fn descriptions_that_cannot_be_computed_are_refused() {
    let mut module = normals();
    let f = FunctionSymbol::new("ψ", 1, true, 0);
    let point = module.charts[0].coordinates[0].symbol.clone();
    module.functions[0].outputs = vec![Expr::unspecified(&f, vec![Expr::symbol(&point)])];
    let cause = LoweringError::UnspecifiedFunction { name: "ψ".into() };
    assert_eq!(rust_module(&module), Err(RustEmissionError::Lowering { function: "cost".into(), cause }));

    let mut module = normals();
    module.functions[1].outputs.pop();
    let place = "differential: outputs".into();
    assert_eq!(rust_module(&module), Err(RustEmissionError::WrongLength { place, expected: 2, found: 1 }));

    let mut module = normals();
    module.identity_tests[0].jacobian = "fisher2".into();
    assert_eq!(rust_module(&module), Err(RustEmissionError::UnknownFunction { function: "fisher2".into() }));

    let mut module = normals();
    module.identity_tests[0].source = "cost".into();
    let test = "natural_is_one_field".into();
    assert_eq!(rust_module(&module), Err(RustEmissionError::ShapesDisagree { test }));

    let mut module = normals();
    module.reference_tests[0].expected = vec!["nan".into()];
    let refused = RustEmissionError::NotANumber { place: "cost".into(), text: "nan".into() };
    assert_eq!(rust_module(&module), Err(refused));
}
