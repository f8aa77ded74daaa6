//! The arguments, with help that teaches in the reader's language.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use clap_complete::Shell;

use super::DONE;
use super::words::Ui;
use crate::record::Kind;

pub fn command(ui: &Ui) -> Command {
    let template =
        format!("{{about-with-newline}}\n{}\n  {{usage}}\n\n{{all-args}}{{after-help}}", ui.say("cli.usage_heading"));
    let sub = |name: &'static str| {
        Command::new(name)
            .about(ui.say(&format!("cli.{name}.about")))
            .after_help(ui.say(&format!("cli.{name}.more")))
            .override_usage(ui.say(&format!("cli.usage.{name}")))
            .help_template(template.clone())
            .disable_help_flag(true)
            .arg(help(ui))
    };
    Command::new("avilys")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ui.say("cli.about"))
        .after_help(ui.say("cli.more"))
        .override_usage(ui.say("cli.usage.main"))
        .help_template(template.clone())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading(ui.say("cli.commands_heading"))
        .arg(help(ui))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(ui.say("cli.version"))
                .help_heading(ui.say("cli.options_heading")),
        )
        .subcommand(
            sub("build")
                .args(site_args(ui))
                .args([path(ui, "output", "public", "cli.output"), flag(ui, "offline", "cli.offline")]),
        )
        .subcommand(
            sub("check")
                .args(site_args(ui))
                .arg(option(ui, "format", "cli.format").value_parser(["text", "json", "github"]).default_value("text")),
        )
        .subcommand(
            sub("new")
                .arg(Arg::new("dir").required(true).help(ui.say("cli.new.dir")).value_name(ui.say("cli.value.dir")))
                .arg(flag(ui, "school", "cli.new.school"))
                .mut_args(|arg| heading(ui, arg)),
        )
        .subcommand(add_command(ui, sub("add")))
        .subcommand(
            sub("schema")
                .arg(
                    Arg::new("kind")
                        .help(ui.say("cli.schema.kind"))
                        .value_name(ui.say("cli.value.kind"))
                        .value_parser(PossibleValuesParser::new(
                            Kind::all().map(Kind::name).chain(["settings"]).collect::<Vec<_>>(),
                        ))
                        .hide_possible_values(true),
                )
                .mut_args(|arg| heading(ui, arg)),
        )
        .subcommand(
            sub("completions")
                .arg(
                    Arg::new("shell")
                        .required(true)
                        .value_parser(clap::value_parser!(Shell))
                        .help(ui.say("cli.completions.shell"))
                        .value_name(ui.say("cli.value.shell")),
                )
                .mut_args(|arg| heading(ui, arg)),
        )
}

fn add_command(ui: &Ui, command: Command) -> Command {
    let kinds = PossibleValuesParser::new(Kind::all().map(Kind::name).collect::<Vec<_>>());
    command
        .arg(
            Arg::new("kind")
                .required(true)
                .value_parser(kinds)
                .hide_possible_values(true)
                .help(ui.say("cli.add.kind"))
                .value_name(ui.say("cli.value.kind")),
        )
        .arg(Arg::new("title").required(true).help(ui.say("cli.add.title")).value_name(ui.say("cli.value.title")))
        .arg(path(ui, "root", ".", "cli.root"))
        .arg(option(ui, "school", "cli.add.school").value_name(ui.say("cli.value.id")))
        .arg(option(ui, "topic", "cli.add.topic").value_name(ui.say("cli.value.id")).action(ArgAction::Append))
        .mut_args(|arg| heading(ui, arg))
}

/// What every command that loads a site takes.
fn site_args(ui: &Ui) -> Vec<Arg> {
    vec![
        path(ui, "root", ".", "cli.root"),
        option(ui, "base-url", "cli.base_url").value_name("URL"),
        option(ui, "date", "cli.date").value_name(ui.say("cli.value.date")),
        flag(ui, "drafts", "cli.drafts"),
    ]
}

/// Arguments stand under the heading of their sort.
fn heading(ui: &Ui, arg: Arg) -> Arg {
    let key = if arg.is_positional() { "cli.arguments_heading" } else { "cli.options_heading" };
    arg.help_heading(ui.say(key))
}

fn help(ui: &Ui) -> Arg {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(ui.say("cli.help"));
    heading(ui, help)
}

fn option(ui: &Ui, name: &'static str, key: &str) -> Arg {
    heading(ui, Arg::new(name).long(name).help(ui.say(key)))
}

fn flag(ui: &Ui, name: &'static str, key: &str) -> Arg {
    heading(ui, Arg::new(name).long(name).help(ui.say(key)).action(ArgAction::SetTrue))
}

fn path(ui: &Ui, name: &'static str, default: &'static str, key: &str) -> Arg {
    option(ui, name, key)
        .value_name(ui.say("cli.value.dir"))
        .value_hint(ValueHint::DirPath)
        .value_parser(clap::value_parser!(std::path::PathBuf))
        .default_value(default)
        .hide_default_value(true)
}

/// Prints a completion script for a shell.
pub fn completions(ui: &Ui, matches: &ArgMatches) -> u8 {
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        clap_complete::generate(*shell, &mut command(ui), "avilys", &mut std::io::stdout());
    }
    DONE
}

#[cfg(test)]
mod tests {
    use super::super::Environment;
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        for language in ["lt", "en"] {
            let environment =
                Environment { language: language.into(), today: jiff::civil::date(2026, 1, 1), terminal: false };
            command(&Ui::new(&environment)).debug_assert();
        }
    }
}
