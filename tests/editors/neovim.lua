-- Opens a text with a mistake, waits for it to be marked, asks for suggestions, and renames a school.
local function fail(what, value)
  io.stderr:write(what .. ": " .. vim.inspect(value) .. "\n")
  vim.cmd("cquit 1")
end

vim.opt.hidden = true
local client = vim.lsp.start_client({
  name = "avilys",
  cmd = { vim.env.AVILYS_PROGRAM, "lsp" },
  root_dir = vim.fn.getcwd(),
})
if not client then fail("the server did not start", client) end
vim.lsp.buf_attach_client(0, client)

local function first_problem() return vim.diagnostic.get(0)[1] end
if not vim.wait(30000, function() return first_problem() ~= nil end, 50) then fail("no mistake is marked", vim.diagnostic.get(0)) end
local problem = first_problem()
local line = vim.api.nvim_buf_get_lines(0, problem.lnum, problem.lnum + 1, false)[1]
-- Bytes, whatever was agreed on with the server.
local marked = line:sub(problem.col + 1, problem.end_col)
if problem.code and problem.code ~= "link-unknown" then fail("another mistake is marked", problem) end
if marked ~= "nera.md" then fail("another place is marked", marked) end

local function ask(method, line_number, column, more)
  vim.api.nvim_win_set_cursor(0, { line_number, column })
  local parameters = vim.tbl_extend("force", vim.lsp.util.make_position_params(0, "utf-16"), more or {})
  local answer = vim.lsp.buf_request_sync(0, method, parameters, 30000)
  local own = answer and answer[client] or {}
  if not own.result then fail(method, answer) end
  return own.result
end

local start = line:find("school:ausra", 1, true)
local shown = ask("textDocument/hover", problem.lnum + 1, start + 2)
if not shown.contents.value:find("school:ausra", 1, true) then fail("hover", shown) end

local suggested = ask("textDocument/completion", 4, #'related = ["school:aus')
if #suggested.items ~= 1 or suggested.items[1].textEdit.newText ~= '"school:ausra"' then fail("completion", suggested) end

local edit = ask("textDocument/rename", 4, #'related = ["sch', { newName = "dienovidis" })
vim.lsp.util.apply_workspace_edit(edit, "utf-16")
vim.cmd("wall")
vim.lsp.stop_client(client)
vim.cmd("qall!")
