//! The same shapes for the window: one TypeScript file, made from the lists.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::{with_commands, with_events};

const HEAD: &str = "\
// Made by `cargo xtask codegen` from src-tauri/crates/ipc. Never edit it by hand.
";

/// Declarations by name, so that the file does not depend on the order of the lists.
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // What has no output path is TypeScript's own: string, number, arrays, null.
        if T::output_path().is_some() && !self.by_name.contains_key(&T::ident(&self.config)) {
            let declaration = format!("{}export {}\n", jsdoc::<T>(), T::decl(&self.config));
            let declaration = tidied(&declaration);
            self.by_name.insert(T::ident(&self.config), declaration);
            T::visit_dependencies(self);
        }
        T::visit_generics(self);
    }
}

fn jsdoc<T: TS + ?Sized>() -> String {
    T::docs().map(|docs| docs.trim_end().to_owned() + "\n").unwrap_or_default()
}

/// Puts one-line comments on one line, and leaves no space at the end of any.
fn tidied(declaration: &str) -> String {
    let lines: String = declaration.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    let mut tidied = String::new();
    let mut rest = lines.as_str();
    while let Some((before, comment)) = rest.split_once("/**\n * ") {
        let (body, after) = comment.split_once("\n */").expect("every comment ends");
        tidied += before;
        if body.contains('\n') {
            tidied += &format!("/**\n * {body}\n */");
        } else {
            tidied += &format!("/** {body} */");
        }
        rest = after;
    }
    tidied + rest
}

/// Turns the `doc` attributes of a listed command or event into the lines of a JSDoc comment.
fn listed_docs(attributes: &[&str]) -> String {
    attributes
        .iter()
        .filter_map(|attribute| attribute.split_once('"')?.1.strip_suffix('"'))
        .map(|line| format!("  /**{line} */\n"))
        .collect()
}

macro_rules! write_commands {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty,)*) => {
        fn commands(declarations: &mut Declarations) -> String {
            let mut table = String::new();
            $(
                declarations.visit::<$request>();
                declarations.visit::<$answer>();
                table += &listed_docs(&[$(stringify!($doc)),*]);
                table += &format!(
                    "  {}: [{}, {}];\n",
                    stringify!($name),
                    <$request as TS>::name(&declarations.config),
                    <$answer as TS>::name(&declarations.config),
                );
            )*
            table
        }
    };
}
with_commands!(write_commands);

macro_rules! write_events {
    ($($(#[$doc:meta])* $name:ident($payload:ty),)*) => {
        fn events(declarations: &mut Declarations) -> String {
            let mut table = String::new();
            $(
                declarations.visit::<$payload>();
                table += &listed_docs(&[$(stringify!($doc)),*]);
                table += &format!(
                    "  {}: {};\n",
                    stringify!($name),
                    <$payload as TS>::name(&declarations.config),
                );
            )*
            table
        }
    };
}
with_events!(write_events);

/// The whole of `ui/src/ipc/generated.ts`: every shape, the commands and the events.
#[must_use]
pub fn typescript() -> String {
    let mut declarations = Declarations { config: Config::new(), by_name: BTreeMap::new() };
    declarations.visit::<crate::Fault>();
    let commands = commands(&mut declarations);
    let events = events(&mut declarations);
    let shapes: Vec<String> = declarations.by_name.into_values().collect();
    format!(
        "{HEAD}\n{shapes}\n\
         /** Every command: what it takes and what it answers. */\n\
         export interface Commands {{\n{commands}}}\n\n\
         /** Every event and what it brings. */\n\
         export interface Events {{\n{events}}}\n",
        shapes = shapes.join("\n"),
    )
}
