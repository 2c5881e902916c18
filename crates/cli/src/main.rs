#![doc = include_str!("../README.md")]

mod arguments;
mod commands;
mod data;
mod details;
mod emphasis;
mod environment;
mod failure;
mod lines;
mod log;
mod output;
mod progress;
mod reference;
mod table;

use std::process::ExitCode;

use arguments::Arguments;
use clap::Parser;
use environment::Environment;

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(arguments::with_text_marked(std::env::args_os()));
    let environment = Environment::read();
    log::start(&environment, &arguments.command);
    match environment.clock().and_then(|clock| commands::run(arguments, &environment, clock)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
