-- What the parts of a composed document are: tables, figures and the title block as plain Lua tables.

return function(shared)
  local fail, has, stringify = shared.fail, shared.has, pandoc.utils.stringify
  local ALIGN = { l = "left", r = "right", c = "center" }
  local read = {}

  local function part(div, class)
    for _, block in ipairs(div.content) do
      if block.t == "Div" and has(block, class) then return shared.text_of(block.content) end
    end
  end

  local function rows_of(div, name)
    local list
    for _, block in ipairs(div.content) do
      if block.t == "BulletList" then
        if list then fail(name .. " has two lists") end
        list = block
      end
    end
    if not list then fail(name .. " has no rows") end
    local rows = {}
    for number, item in ipairs(list.content) do
      if #item ~= 1 or item[1].t ~= "BulletList" then fail("row " .. number .. " of " .. name .. " is no list of cells") end
      rows[number] = item[1].content
      if #rows[number] ~= #rows[1] then
        fail("row " .. number .. " of " .. name .. " has " .. #rows[number] .. " cells and the first row " .. #rows[1])
      end
    end
    return rows
  end

  local function aligns_of(div, name, columns)
    local letters = div.attributes["aligns"] or ("l" .. ("r"):rep(columns - 1))
    if #letters ~= columns or letters:find("[^lrc]") then
      fail(name .. " has " .. columns .. ' columns and aligns="' .. letters .. '"')
    end
    local result = {}
    for number = 1, columns do result[number] = ALIGN[letters:sub(number, number)] end
    return result
  end

  local function widths_of(div, name, columns)
    if not div.attributes["widths"] then return nil end
    local result, sum = {}, 0
    for text in div.attributes["widths"]:gmatch("[^,%s]+") do
      local number = tonumber(text)
      if not number or number <= 0 then fail(name .. ' has the width "' .. text .. '"') end
      result[#result + 1], sum = number, sum + number
    end
    if #result ~= columns then fail(name .. " has " .. columns .. " columns and " .. #result .. " widths") end
    for number = 1, columns do result[number] = result[number] / sum end
    return result
  end

  local function letters(cell)
    local count = 0
    for _, block in ipairs(cell) do count = math.max(count, utf8.len(stringify(block)) or 0) end
    return count
  end

  -- A table takes the page's whole width when its longest cells would fill more than half of it. A column's heading
  -- may go on over lines, so a long one counts no more than a word.
  local function is_wide(rows)
    local total = 0
    for column = 1, #rows[1] do
      local longest = math.min(letters(rows[1][column]), 16)
      for number = 2, #rows do longest = math.max(longest, letters(rows[number][column])) end
      total = total + longest + 3
    end
    return total > 52
  end

  local function header_rows(div, name, rows)
    local count = tonumber(div.attributes["header-rows"] or "1")
    if not count or count < 1 or count >= #rows then fail(name .. " needs a header row and a row below it") end
    return count
  end

  -- {id, caption or nil, rows of cells of inlines, header_rows, header_columns, aligns, widths or nil, wide,
  -- figure: the id of the figure whose numbers it shows, or nil, noted: whether a note follows}
  function read.table(div)
    local name = "the table " .. (div.identifier ~= "" and div.identifier or "without an id")
    local rows = rows_of(div, name)
    local grid = {
      id = shared.target(div.identifier), caption = part(div, "caption"), rows = {}, columns = #rows[1],
      header_rows = header_rows(div, name, rows), header_columns = tonumber(div.attributes["header-cols"] or "0") or 0,
      aligns = aligns_of(div, name, #rows[1]), widths = widths_of(div, name, #rows[1]), wide = is_wide(rows),
      noted = div.attributes["noted"] ~= nil,
    }
    local described = div.identifier:match("^d%-(.+)$")
    grid.figure = described and shared.targets["f-" .. described] and "f-" .. described or nil
    for number, row in ipairs(rows) do
      grid.rows[number] = {}
      for column, cell in ipairs(row) do grid.rows[number][column] = shared.text_of(cell) end
    end
    return grid
  end

  -- {id, name: the drawing's file name without ending, alt: text, caption: inlines, noted: whether a note follows}
  function read.figure(div)
    local name = "the figure " .. div.identifier
    local picture
    div:walk({ Image = function(element) picture = element end })
    if not picture then fail(name .. " has no picture") end
    local file = picture.src:match("^figures/([%w_%-]+)%.svg$")
    if not file then fail(name .. ": " .. picture.src .. " is not figures/<name>.svg") end
    local alt, caption = stringify(picture.caption), part(div, "caption")
    if alt == "" then fail(name .. " has no alt text") end
    if not caption then fail(name .. " has no caption") end
    return { id = shared.target(div.identifier), name = file, alt = alt, caption = caption, noted = div.attributes["noted"] ~= nil }
  end

  local function meta_line(block)
    local content = block.content
    if #content == 0 or content[1].t ~= "Strong" then fail("a line of doc-meta does not begin with its **label**: " .. stringify(block)) end
    local value = pandoc.Inlines({})
    for number = 2, #content do
      if #value > 0 or content[number].t ~= "Space" then value:insert(content[number]) end
    end
    return { label = shared.inlines(content[1].content), value = shared.inlines(value) }
  end

  -- {title, kicker and subtitle or nil, notices: list, meta: list of {label, value}}; all inlines
  function read.title(div)
    local title = { notices = {}, meta = {} }
    for _, block in ipairs(div.content) do
      local class = block.t == "Div" and block.classes[1] and block.classes[1]:match("^doc%-(%l+)$") or ""
      if class == "notice" then
        table.insert(title.notices, shared.text_of(block.content))
      elseif class == "meta" then
        for _, line in ipairs(block.content) do table.insert(title.meta, meta_line(line)) end
      elseif class == "title" or class == "kicker" or class == "subtitle" then
        title[class] = shared.text_of(block.content)
      else
        fail("the title block holds an unknown part: " .. stringify(block))
      end
    end
    if not title.title then fail("the title block has no title") end
    return title
  end

  return read
end
