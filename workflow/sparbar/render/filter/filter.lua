--[[
One filter for all engines and formats: what `compose` wrote becomes HTML, Typst or the tree of a Word document.

For HTML and Typst the filter writes the whole body itself and hands on one raw block of escaped bytes, so that an
engine's own filters and post-processing, which run later, find nothing to change; `body.py` takes it out again.
For DOCX it hands on a tree with named styles, which `docx.py` finishes.

Beside it in the working folder: `read.lua` (what the text's parts are), `html.lua`, `typst.lua`, `docx.lua` (how
each is written) and `context.json` (what a span cannot carry).

A fault must stop the build: `error()` in a filter is only a warning under some engines, so `fail` asserts.
]]

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local function beside(name) return pandoc.path.join({ here, name }) end

local function fail(message)
  assert(false, "sparbar filter: " .. message)
end

local function read_context()
  local file = io.open(beside("context.json"), "rb")
  if not file then fail("context.json is not in the working folder") end
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false)
end

local format = FORMAT:match("html") and "html" or FORMAT:match("typst") and "typst" or FORMAT:match("docx") and "docx"
if not format then fail("no way to write " .. FORMAT) end

local stringify = pandoc.utils.stringify
local NUMBERS = { fact = true, const = true, constant = true }
local TRACED = {
  fact = true, const = true, constant = true, date = true, structure = true, label = true, text = true,
  exception = true, claim = true, observed = true, observation = true, former = true,
}

-- What the parts of the filter share.
local shared = { fail = fail, format = format, context = read_context(), targets = {}, wanted = {} }

function shared.raw(text) return pandoc.RawInline(format, text) end
function shared.raw_block(text) return pandoc.RawBlock(format, text) end
function shared.has(element, class) return element.classes:includes(class) end

-- Inlines from pieces that are single inlines or lists of them.
function shared.flat(pieces)
  local result = pandoc.Inlines({})
  for _, piece in ipairs(pieces) do
    if piece.t then result:insert(piece) else result:extend(piece) end
  end
  return result
end

-- Remember an id that links may lead to.
function shared.target(identifier)
  if identifier == "" then return identifier end
  if not identifier:match("^[%w_%-]+$") then fail('the id "' .. identifier .. '" has other signs than letters, digits, _ and -') end
  if shared.targets[identifier] then fail('the id "' .. identifier .. '" stands twice') end
  shared.targets[identifier] = true
  return identifier
end

-- Remember a link, to be checked when the whole document has been read.
function shared.link_to(identifier, from)
  table.insert(shared.wanted, { identifier, from })
  return identifier
end

local function check_links()
  for _, link in ipairs(shared.wanted) do
    if not shared.targets[link[1]] then fail(link[2] .. " links to #" .. link[1] .. ", which is nowhere in the document") end
  end
end

local writer

local function traced_class(span)
  for _, class in ipairs(span.classes) do
    if TRACED[class] then return class end
  end
end

-- The appendix entry that a number links to, or "" for one that names none (those in the appendix itself).
local function entry_of(span, class)
  local metric = span.attributes["data-m"] or span.attributes["m"] or ""
  if metric == "" then return "" end
  return shared.link_to((class == "fact" and "m-" or "k-") .. metric, span.identifier)
end

local function span(element)
  local class = traced_class(element)
  if not class then return element.content end
  if element.identifier == "" then fail('"' .. stringify(element) .. '" is marked as ' .. class .. " and has no id") end
  local known = shared.context.occurrences[element.identifier]
  if not known then fail(element.identifier .. ' ("' .. stringify(element) .. '") is not in document.json') end
  shared.target(element.identifier)
  if NUMBERS[class] then return writer.number(element, class, entry_of(element, class), known) end
  return writer.traced(element, class)
end

local function link(element)
  local goal = element.target:match("^#(.+)$")
  if goal then shared.link_to(goal, '"' .. stringify(element) .. '"') end
  element.attributes = {}
  return element
end

local function image(element) fail(element.src .. " is a picture outside a figure") end

local WRITTEN = { Span = span, Link = link, Image = image }
local PLAIN = { Str = true, Space = true, SoftBreak = true, LineBreak = true }

-- As `walk` does it, from within: but a report has hundreds of short texts, and each call of `walk` takes its time.
function shared.inlines(list)
  local result = pandoc.Inlines({})
  for _, inline in ipairs(list) do
    local kind = inline.t
    if PLAIN[kind] then
      result:insert(inline)
    elseif kind == "Span" or kind == "Link" or kind == "Emph" or kind == "Strong" then
      inline.content = shared.inlines(inline.content)
      local written = WRITTEN[kind] and WRITTEN[kind](inline) or inline
      if written.t then result:insert(written) else result:extend(written) end
    else
      result:extend(pandoc.Inlines({ inline }):walk(WRITTEN))
    end
  end
  return result
end

-- The inlines of blocks that stand where only text can; paragraphs are parted by line breaks.
function shared.text_of(blocks)
  local result = pandoc.Inlines({})
  for _, block in ipairs(blocks) do
    if block.t ~= "Plain" and block.t ~= "Para" then fail("only text can stand here, not " .. block.t .. ": " .. stringify(block)) end
    if #result > 0 then result:insert(pandoc.LineBreak()) end
    result:extend(block.content)
  end
  return shared.inlines(result)
end

local read = dofile(beside("read.lua"))(shared)
writer = dofile(beside(format .. ".lua"))(shared)

local BOXES = { note = true, origin = true }

local function is_div(block, class) return block and block.t == "Div" and shared.has(block, class) end

local function div_blocks(div)
  if shared.has(div, "title-block") then return writer.title(read.title(div)) end
  if shared.has(div, "toc") then return writer.contents(div) end
  if shared.has(div, "table") then return writer.table(read.table(div)) end
  if shared.has(div, "figure") then return writer.figure(read.figure(div)) end
  for _, class in ipairs(div.classes) do
    if BOXES[class] then return writer.box(class, shared.target(div.identifier), shared.blocks(div.content)) end
  end
  return shared.blocks(div.content)
end

-- The headings that the contents list; others are headings all the same.
shared.listed = {}

local function note_listed(div)
  div:walk({ Link = function(element) shared.listed[element.target:gsub("^#", "")] = true end })
end

local function header(element)
  if element.level > 3 then fail('the heading "' .. stringify(element) .. '" is below level 3') end
  element.content = shared.inlines(element.content)
  element.classes, element.attributes = {}, {}
  shared.target(element.identifier)
  if writer.heading then return writer.heading(element) end
  return element
end

local function list(element)
  for number, item in ipairs(element.content) do element.content[number] = shared.blocks(item) end
  return element
end

local function block_of(block)
  if block.t == "Div" then return div_blocks(block) end
  if block.t == "Header" then return { header(block) } end
  if block.t == "BulletList" or block.t == "OrderedList" then return { list(block) } end
  if block.t == "BlockQuote" then return { pandoc.BlockQuote(shared.blocks(block.content)) } end
  if block.t == "Para" or block.t == "Plain" then
    block.content = shared.inlines(block.content)
    return { block }
  end
  fail(block.t .. " is not among the Markdown that reports may use: " .. (block.text or stringify(block)))
end

function shared.blocks(blocks)
  local out = pandoc.Blocks({})
  for number, block in ipairs(blocks) do
    -- A note must not stand alone on the next page: its table has to know of it.
    if (is_div(block, "table") or is_div(block, "figure")) and is_div(blocks[number + 1], "note") then block.attributes["noted"] = "1" end
    out:extend(block_of(block))
  end
  return out
end

local function whole_body(blocks)
  if not is_div(blocks[1], "title-block") then fail("the document does not begin with its title block") end
  if not is_div(blocks[2], "toc") then fail("the contents do not follow the title block") end
  local rest = pandoc.Blocks({})
  for number = 3, #blocks do rest:insert(blocks[number]) end
  note_listed(blocks[2])
  return writer.body(shared.blocks({ blocks[1] }), shared.blocks({ blocks[2] }), shared.blocks(rest))
end

local ESCAPES = {}
for byte = 0, 255 do ESCAPES[string.char(byte)] = ("%%%02X"):format(byte) end

-- By a table, which takes a tenth of the time that a function for each sign takes.
local function escaped(text) return (text:gsub("[^%w \n]", ESCAPES)) end

-- render.json says which pandoc it was; asking the program itself would start it once more.
local function note_version()
  local file = assert(io.open(beside("pandoc-" .. format .. ".txt"), "wb"))
  file:write(tostring(PANDOC_VERSION))
  file:close()
end

local function document(doc)
  local body = whole_body(doc.blocks)
  check_links()
  note_version()
  if format == "docx" then return pandoc.Pandoc(body, doc.meta) end
  local written = pandoc.write(pandoc.Pandoc(body), writer.name, pandoc.WriterOptions({ wrap_text = "none" }))
  return pandoc.Pandoc({ shared.raw_block("sparbar-begin\n" .. escaped(written) .. "\nsparbar-end") }, doc.meta)
end

return { { Pandoc = document } }
