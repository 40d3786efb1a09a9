-- How the parts of a report stand in the tree of a Word document: paragraphs with styles of the reference document.

return function(shared)
  local flat = shared.flat
  local writer = {}

  local function styled(inlines, style) return pandoc.Div({ pandoc.Para(inlines) }, pandoc.Attr("", {}, { ["custom-style"] = style })) end

  -- A span with an id becomes a bookmark, which `docx.py` finds again.
  function writer.number(span) return pandoc.Span(span.content, pandoc.Attr(span.identifier, {}, { ["custom-style"] = "Fact" })) end

  function writer.traced(span) return pandoc.Span(span.content, pandoc.Attr(span.identifier)) end

  local STYLES = { note = "Note", origin = "Origin" }

  -- A list among small print would have the size of the text: its items are paragraphs of the box.
  local function without_lists(blocks)
    local out = pandoc.Blocks({})
    for _, block in ipairs(blocks) do
      if block.t == "BulletList" then
        for _, item in ipairs(block.content) do out:extend(without_lists(item)) end
      else
        out:insert(block.t == "Plain" and pandoc.Para(block.content) or block)
      end
    end
    return out
  end

  function writer.box(class, identifier, blocks)
    blocks = without_lists(blocks)
    return { pandoc.Div({ pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = STYLES[class] })) }, pandoc.Attr(identifier)) }
  end

  function writer.figure(figure)
    local picture = pandoc.Image({ pandoc.Str(figure.alt) }, "figures/" .. figure.name .. ".png")
    return { pandoc.Div({ styled({ picture }, "Figure"), styled(figure.caption, "Image Caption") }, pandoc.Attr(figure.id)) }
  end

  local ALIGN = { left = pandoc.AlignLeft, right = pandoc.AlignRight, center = pandoc.AlignCenter }

  local function row_of(grid, number, cells)
    local out = {}
    for column, cell in ipairs(cells) do
      local is_header = number <= grid.header_rows or column <= grid.header_columns
      out[column] = pandoc.Cell({ styled(cell, is_header and "Table Heading" or "Table Text") }, ALIGN[grid.aligns[column]])
    end
    return pandoc.Row(out)
  end

  function writer.table(grid)
    local head, body, columns = {}, {}, {}
    for number, cells in ipairs(grid.rows) do
      table.insert(number <= grid.header_rows and head or body, row_of(grid, number, cells))
    end
    for column = 1, grid.columns do
      columns[column] = { ALIGN[grid.aligns[column]], grid.widths and grid.widths[column] or nil }
    end
    local bodies = { { attr = pandoc.Attr(), body = body, head = {}, row_head_columns = grid.header_columns } }
    local made = pandoc.Table({ long = {} }, columns, pandoc.TableHead(head), bodies, pandoc.TableFoot({}))
    local out = pandoc.Blocks({ pandoc.Div({ made }, pandoc.Attr(grid.id)) })
    if grid.caption then out:insert(1, styled(grid.caption, "Table Caption")) end
    return out
  end

  function writer.title(title)
    local out = pandoc.Blocks({})
    local function add(inlines, style)
      if inlines then out:insert(styled(inlines, style)) end
    end
    add(title.kicker, "Kicker")
    add(title.title, "Title")
    add(title.subtitle, "Subtitle")
    for _, notice in ipairs(title.notices) do add(notice, "Notice") end
    local tab = pandoc.RawInline("openxml", "<w:r><w:tab/></w:r>")
    for _, line in ipairs(title.meta) do add(flat({ pandoc.Strong(line.label), tab, line.value }), "Document Meta") end
    return out
  end

  local function add_entries(list, depth, out)
    for _, item in ipairs(list.content) do
      for _, block in ipairs(item) do
        if block.t == "BulletList" then
          add_entries(block, depth + 1, out)
        else
          out:insert(styled(shared.text_of({ block }), "TOC " .. depth))
        end
      end
    end
  end

  -- A list of links and no field: Word asks to update a field when it opens the document.
  function writer.contents(div)
    local out = pandoc.Blocks({ styled({ pandoc.Str(shared.context.toc_title) }, "TOC Heading") })
    for _, block in ipairs(div.content) do
      if block.t == "BulletList" then add_entries(block, 1, out) end
    end
    return out
  end

  function writer.body(title, contents, rest)
    local out = pandoc.Blocks(title)
    out:extend(contents)
    out:extend(rest)
    return out
  end

  return writer
end
