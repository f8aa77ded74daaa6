//! The arguments, with help that teaches in the reader's language.

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use clap_complete::Shell;

use super::words::Ui;
use super::{DONE, terminal};

pub fn command(ui: &Ui) -> Command {
    let build = sub(ui, "build").args(site_args(ui)).args([
        path(ui, "output", "public", "cli.output"),
        flag(ui, "offline", "cli.offline"),
        flag(ui, "remove-edited", "cli.build.remove_edited"),
        profile(ui),
    ]);
    let fixes = [flag(ui, "fix", "cli.check.fix"), flag(ui, "yes", "cli.check.yes").requires("fix")];
    let check = sub(ui, "check").args(site_args(ui)).args(fixes).arg(
        option(ui, "format", "cli.format")
            .value_name("text|json|github")
            .value_parser(["text", "json", "github"])
            .default_value("text")
            .hide_default_value(true)
            .hide_possible_values(true),
    );
    let search = search(ui);
    let serve = sub(ui, "serve").args(serve_args(ui));
    let new = sub(ui, "new").args([
        positional(ui, "dir", "cli.new.dir", "cli.value.dir")
            .required(true)
            .value_hint(ValueHint::DirPath)
            .value_parser(clap::value_parser!(std::path::PathBuf)),
        flag(ui, "school", "cli.new.school"),
    ]);
    let schema = sub(ui, "schema")
        .args([positional(ui, "kind", "cli.schema.kind", "cli.value.kind"), path(ui, "root", ".", "cli.root")]);
    let lsp = sub(ui, "lsp");
    let completions = sub(ui, "completions").arg(
        positional(ui, "shell", "cli.completions.shell", "cli.value.shell")
            .required(true)
            .value_parser(clap::value_parser!(Shell)),
    );
    root(ui).subcommands([
        serve,
        build,
        check,
        search,
        new,
        add(ui),
        import(ui),
        list(ui),
        theme(ui),
        schema,
        lsp,
        completions,
    ])
}

fn root(ui: &Ui) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help(ui.say("cli.version"));
    Command::new("avilys")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ui.say("cli.about"))
        .after_help(ui.say("cli.more"))
        .override_usage(ui.say("cli.usage.main"))
        .help_template(template(ui))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading(ui.say("cli.commands_heading"))
        .args([help(ui), heading(ui, version)])
}

/// Headings in the reader's language: clap's own are English.
fn template(ui: &Ui) -> String {
    let usage = ui.say("cli.usage_heading");
    format!("{{about-with-newline}}\n{usage}\n  {{usage}}\n\n{{all-args}}{{after-help}}")
}

fn sub(ui: &Ui, name: &'static str) -> Command {
    Command::new(name)
        .about(ui.say(&format!("cli.{name}.about")))
        .after_help(ui.say(&format!("cli.{name}.more")))
        .override_usage(ui.say(&format!("cli.usage.{name}")))
        .help_template(template(ui))
        .disable_help_flag(true)
        .arg(help(ui))
}

fn add(ui: &Ui) -> Command {
    let id = ui.say("cli.value.id");
    sub(ui, "add").args([
        positional(ui, "kind", "cli.add.kind", "cli.value.kind"),
        positional(ui, "title", "cli.add.title", "cli.value.title"),
        path(ui, "root", ".", "cli.root"),
        option(ui, "school", "cli.add.school").value_name(id.clone()),
        option(ui, "topic", "cli.add.topic").value_name(id).action(ArgAction::Append),
    ])
}

fn list(ui: &Ui) -> Command {
    let format = option(ui, "format", "cli.list.format").value_name("text|json").value_parser(["text", "json"]);
    sub(ui, "list").args([
        positional(ui, "what", "cli.list.what", "cli.value.what"),
        path(ui, "root", ".", "cli.root"),
        format.default_value("text").hide_default_value(true).hide_possible_values(true),
    ])
}

fn theme(ui: &Ui) -> Command {
    sub(ui, "theme").args([
        positional(ui, "what", "cli.theme.what", "cli.value.what")
            .value_parser(["list", "export", "messages", "contract"])
            .hide_possible_values(true),
        positional(ui, "names", "cli.theme.names", "cli.value.files").num_args(0..),
        path(ui, "root", ".", "cli.root"),
    ])
}

fn import(ui: &Ui) -> Command {
    sub(ui, "import").args([
        positional(ui, "files", "cli.import.files", "cli.value.files")
            .required(true)
            .num_args(1..)
            .value_hint(ValueHint::AnyPath)
            .value_parser(clap::value_parser!(std::path::PathBuf)),
        path(ui, "root", ".", "cli.root"),
        option(ui, "kind", "cli.import.kind").value_name(ui.say("cli.value.kind")),
        option(ui, "map", "cli.import.map").value_name(ui.say("cli.value.map")).action(ArgAction::Append),
        option(ui, "into", "cli.import.into").value_name(ui.say("cli.value.dir")),
        flag(ui, "dry-run", "cli.import.dry_run"),
    ])
}

fn search(ui: &Ui) -> Command {
    let word = |name: &str| ui.say(&format!("cli.value.{name}"));
    let filter = |name: &'static str, value: &str| {
        option(ui, name, &format!("cli.search.{name}")).value_name(word(value)).action(ArgAction::Append)
    };
    let limit = option(ui, "limit", "cli.search.limit").value_name("N").value_parser(clap::value_parser!(usize));
    let sort = option(ui, "sort", "cli.search.sort").value_name("relevance|date").value_parser(["relevance", "date"]);
    let valid = filter("valid", "state").value_parser(["valid", "expiring", "expired"]).hide_possible_values(true);
    sub(ui, "search").args([
        positional(ui, "query", "cli.search.query", "cli.value.query").num_args(0..),
        path(ui, "root", ".", "cli.root"),
        path(ui, "output", "public", "cli.search.output"),
        limit.default_value("10").hide_default_value(true),
        flag(ui, "json", "cli.search.json"),
        sort.hide_possible_values(true),
        filter("kind", "kind"),
        filter("school", "id"),
        filter("municipality", "id"),
        filter("topic", "id"),
        filter("year", "year"),
        filter("evidence", "level"),
        filter("filter", "filter"),
        valid,
        option(ui, "language", "cli.search.language").value_name(word("language")),
        option(ui, "date", "cli.date").value_name(word("date")),
    ])
}

/// What every command that loads a site takes.
fn site_args(ui: &Ui) -> Vec<Arg> {
    let mut args = common_args(ui);
    args.push(flag(ui, "drafts", "cli.drafts"));
    args
}

/// The preview shows drafts without being asked.
fn common_args(ui: &Ui) -> Vec<Arg> {
    vec![
        path(ui, "root", ".", "cli.root"),
        option(ui, "base-url", "cli.base_url").value_name("URL"),
        option(ui, "date", "cli.date").value_name(ui.say("cli.value.date")),
    ]
}

fn serve_args(ui: &Ui) -> Vec<Arg> {
    let mut args = common_args(ui);
    let port = option(ui, "port", "cli.serve.port").value_name("N").value_parser(clap::value_parser!(u16));
    let host = option(ui, "host", "cli.serve.host").value_name(ui.say("cli.value.address"));
    args.extend([
        port.default_value("1111").hide_default_value(true),
        host.default_value("127.0.0.1").hide_default_value(true),
        flag(ui, "open", "cli.serve.open"),
        flag(ui, "poll", "cli.serve.poll"),
    ]);
    args
}

/// Arguments stand under the heading of their sort.
fn heading(ui: &Ui, arg: Arg) -> Arg {
    let key = if arg.get_long().is_some() { "cli.options_heading" } else { "cli.arguments_heading" };
    arg.help_heading(ui.say(key))
}

fn help(ui: &Ui) -> Arg {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(ui.say("cli.help"));
    heading(ui, help)
}

fn positional(ui: &Ui, name: &'static str, key: &str, value: &str) -> Arg {
    heading(ui, Arg::new(name).help(ui.say(key)).value_name(ui.say(value)))
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

/// The file is a part of the option, so that `--profile` alone does not take the next argument for it.
fn profile(ui: &Ui) -> Arg {
    option(ui, "profile", "cli.build.profile")
        .value_name(ui.say("cli.value.file"))
        .value_hint(ValueHint::FilePath)
        .value_parser(clap::value_parser!(std::path::PathBuf))
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("avilys-profile.json")
}

/// Prints a completion script for a shell.
pub fn completions(ui: &Ui, matches: &ArgMatches) -> u8 {
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut command(ui), "avilys", &mut script);
        terminal::answer(ui, &String::from_utf8_lossy(&script));
    }
    DONE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        for language in ["lt", "en"] {
            command(&Ui::of_language(language)).debug_assert();
        }
    }
}
