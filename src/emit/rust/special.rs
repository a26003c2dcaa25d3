//! Special functions that the standard library lacks: generated modules carry copies of geoflow's own.
//!
//! In: names of functions of [`crate::numerics::special`]. Out: their source and that of all they call, in the order of
//! that file. It must not know what they compute.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::BTreeSet;

/// The source that is copied from.
const SOURCE: &str = include_str!("../../numerics/special.rs");

/// The functions that a module calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SpecialFunctions {
    called: BTreeSet<&'static str>,
}

impl SpecialFunctions {
    /// Notes a call.
    pub fn call(&mut self, name: &'static str) {
        self.called.insert(name);
    }

    /// The definitions of what is called, directly or not.
    pub fn definitions(&self, no_std: bool) -> TokenStream {
        let mut out = TokenStream::new();
        if self.called.is_empty() {
            return out;
        }
        let Ok(file) = syn::parse_file(SOURCE) else { return out };
        let items: Vec<(String, syn::Item)> = file.items.into_iter().filter_map(private).collect();
        let mut wanted: BTreeSet<String> = self.called.iter().map(|n| (*n).to_owned()).collect();
        loop {
            let before = wanted.len();
            for (name, item) in &items {
                if wanted.contains(name) {
                    let words = words(&item.to_token_stream());
                    wanted.extend(items.iter().map(|(n, _)| n.clone()).filter(|n| words.contains(n)));
                }
            }
            if wanted.len() == before {
                break;
            }
        }
        if no_std {
            out.extend(methods_by_libm());
        }
        for (_, item) in items.iter().filter(|(name, _)| wanted.contains(name)) {
            item.to_tokens(&mut out);
        }
        out
    }
}

/// The methods of the standard library that the copied functions call. Where it is linked its own win.
fn methods_by_libm() -> TokenStream {
    quote! {
        /// Methods that `core` lacks.
        #[allow(dead_code)]
        trait Elementary {
            fn exp(self) -> f64;
            fn ln(self) -> f64;
            fn sqrt(self) -> f64;
            fn sin(self) -> f64;
            fn powf(self, n: f64) -> f64;
            fn powi(self, n: i32) -> f64;
            fn round(self) -> f64;
            fn fract(self) -> f64;
            fn mul_add(self, a: f64, b: f64) -> f64;
        }

        impl Elementary for f64 {
            fn exp(self) -> f64 {
                libm::exp(self)
            }
            fn ln(self) -> f64 {
                libm::log(self)
            }
            fn sqrt(self) -> f64 {
                libm::sqrt(self)
            }
            fn sin(self) -> f64 {
                libm::sin(self)
            }
            fn powf(self, n: f64) -> f64 {
                libm::pow(self, n)
            }
            fn powi(self, n: i32) -> f64 {
                libm::pow(self, f64::from(n))
            }
            fn round(self) -> f64 {
                libm::round(self)
            }
            fn fract(self) -> f64 {
                self - libm::trunc(self)
            }
            fn mul_add(self, a: f64, b: f64) -> f64 {
                libm::fma(self, a, b)
            }
        }
    }
}

/// A function or a constant of the file, with its name, not public.
fn private(item: syn::Item) -> Option<(String, syn::Item)> {
    match item {
        syn::Item::Fn(mut f) => {
            f.vis = syn::Visibility::Inherited;
            f.attrs.retain(|a| a.path().is_ident("doc"));
            Some((f.sig.ident.to_string(), syn::Item::Fn(f)))
        }
        syn::Item::Const(c) => Some((c.ident.to_string(), syn::Item::Const(c))),
        _ => None,
    }
}

/// Every identifier of the tokens.
fn words(tokens: &TokenStream) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for token in tokens.clone() {
        match token {
            proc_macro2::TokenTree::Ident(i) => {
                out.insert(i.to_string());
            }
            proc_macro2::TokenTree::Group(g) => out.extend(words(&g.stream())),
            _ => {}
        }
    }
    out
}
