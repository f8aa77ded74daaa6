// Starts `avilys lsp` and leaves the rest to it. Nothing is sent anywhere.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const FILES = ["**/content/**/*.md", "**/avilys.toml", "**/kinds/*.toml"];

let client;

exports.activate = async () => {
  const command = vscode.workspace.getConfiguration("avilys").get("path") || "avilys";
  const documentSelector = FILES.map((pattern) => ({ scheme: "file", pattern }));
  client = new LanguageClient("avilys", "avilys", { command, args: ["lsp"] }, { documentSelector });
  await client.start();
};

exports.deactivate = () => client?.stop();
