-- How the parts of a report are written in Typst: calls of the functions in `document.typ`.

return function(shared)
  local raw, flat, raw_block, stringify = shared.raw, shared.flat, shared.raw_block, pandoc.utils.stringify
  local writer = { name = "typst" }

  -- A Typst string has two signs with a meaning; markup, dashes, references and code have none in it.
  local function text(value) return '"' .. value:gsub('[\\"]', "\\%0"):gsub("[\r\n]+", " ") .. '"' end

  -- `#none;` keeps a text that begins with "1." or "-" from becoming a list.
  local function content(inlines) return flat({ raw("[#none;"), inlines, raw("]") }) end

  local function optional(inlines) return inlines and content(inlines) or flat({ raw("none") }) end

  -- The semicolon ends the call, so that a text's own "(" or "." after a number is not read as part of it.
  function writer.number(span, _, entry)
    local goal = entry ~= "" and text(entry) or "none"
    return raw("#fact(" .. goal .. ", " .. text(stringify(span)) .. ");")
  end

  function writer.traced(span) return raw("#traced(" .. text(stringify(span)) .. ");") end

  -- Typst makes the contents from its headings; those that the text's own contents leave out stay out.
  function writer.heading(header)
    local open = ("#report-heading(%d, %s, %s, "):format(header.level, tostring(shared.listed[header.identifier] or false), text(header.identifier))
    return pandoc.Plain(flat({ raw(open), content(header.content), raw(")") }))
  end

  local OPENINGS = { note = "#note[", origin = "#origin(%s)[" }

  function writer.box(class, identifier, blocks)
    blocks:insert(1, raw_block(OPENINGS[class]:format(text(identifier))))
    blocks:insert(raw_block("]"))
    return blocks
  end

  function writer.figure(figure)
    local open = ("#report-figure(%s, %s, %s, %s, "):format(
      text(figure.id), text("figures/" .. figure.name .. ".svg"), text(figure.alt), tostring(figure.noted))
    return { pandoc.Plain(flat({ raw(open), content(figure.caption), raw(")") })) }
  end

  local function columns_of(grid)
    local parts = {}
    for column = 1, grid.columns do parts[column] = grid.widths and ("%.4ffr"):format(grid.widths[column]) or "auto" end
    return table.concat(parts, ", ")
  end

  function writer.table(grid)
    local open = ("#report-table(id: %s, columns: (%s,), align: (%s,), wide: %s, noted: %s, header-rows: %d, header-columns: %d, caption: "):format(
      grid.id ~= "" and text(grid.id) or "none", columns_of(grid), table.concat(grid.aligns, ", "),
      tostring(grid.wide), tostring(grid.noted), grid.header_rows, grid.header_columns)
    local out = flat({ raw(open), optional(grid.caption), raw(")") })
    for _, row in ipairs(grid.rows) do
      for _, cell in ipairs(row) do out:extend(content(cell)) end
    end
    return { pandoc.Plain(out) }
  end

  function writer.title(title)
    local out = flat({
      raw("#title-block(kicker: "), optional(title.kicker), raw(", title: "), content(title.title),
      raw(", subtitle: "), optional(title.subtitle), raw(", notices: ("),
    })
    for _, notice in ipairs(title.notices) do out:extend(flat({ content(notice), raw(", ") })) end
    out:insert(raw("), meta: ("))
    for _, line in ipairs(title.meta) do
      out:extend(flat({ raw("("), content(line.label), raw(", "), content(line.value), raw("), ") }))
    end
    out:insert(raw("))"))
    return { pandoc.Plain(out) }
  end

  -- Typst knows the pages, so its outline stands in place of the list of links.
  function writer.contents(div)
    div:walk({ Span = function(span) shared.target(span.identifier) end })
    return { raw_block("#contents(" .. text(shared.context.toc_title) .. ")") }
  end

  function writer.body(title, contents, rest)
    local out = pandoc.Blocks(title)
    out:extend(contents)
    out:extend(rest)
    return out
  end

  return writer
end
