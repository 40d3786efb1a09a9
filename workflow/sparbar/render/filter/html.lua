-- How the parts of a report are written in HTML.

return function(shared)
  local raw, flat, raw_block, stringify = shared.raw, shared.flat, shared.raw_block, pandoc.utils.stringify
  local writer = { name = "html5" }
  local LONGEST_WHOLE = 24

  local ESCAPES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }
  local function text(value) return (value:gsub("[&<>\"']", ESCAPES)) end

  function writer.number(span, class, entry, known)
    -- A number in the appendix names no entry: it stands in its own.
    local goal = entry ~= "" and entry or shared.targets[known.entry] and known.entry
    local href = goal and ' href="#' .. goal .. '"' or ""
    -- A number is never parted by a line break; names may be, or a long one would widen the page.
    local shown = stringify(span)
    local look = (class == "fact" and "fact" or "constant") .. (#shown > LONGEST_WHOLE and " words" or "")
    local open = ('<a class="%s" id="%s"%s><data value="%s">'):format(look, span.identifier, href, text(known.value or ""))
    return flat({ raw(open), span.content, raw("</data></a>") })
  end

  function writer.traced(span, class)
    return flat({ raw(('<span class="%s" id="%s">'):format(class, span.identifier)), span.content, raw("</span>") })
  end

  -- The report's title is h1; in the other formats it is no heading.
  function writer.heading(header)
    header.level = header.level + 1
    return header
  end

  function writer.box(class, identifier, content)
    local id = identifier ~= "" and ' id="' .. identifier .. '"' or ""
    content:insert(1, raw_block('<div class="' .. class .. '"' .. id .. ">"))
    content:insert(raw_block("</div>"))
    return content
  end

  function writer.figure(figure)
    local open = ('<figure id="%s">\n<div class="drawing" data-drawing="%s" data-name="c-%s" data-alt="%s"></div>\n<figcaption id="c-%s">'):format(
      figure.id, figure.name, figure.id, text(figure.alt), figure.id)
    return { pandoc.Plain(flat({ raw(open), figure.caption, raw("</figcaption>\n</figure>") })) }
  end

  local function cell_of(grid, row, column, cell)
    local tag, scope = "td", ""
    if row <= grid.header_rows then
      tag, scope = "th", ' scope="col"'
    elseif column <= grid.header_columns then
      tag, scope = "th", ' scope="row"'
    end
    -- A header without text says nothing to a screen reader: an empty corner is an empty cell.
    if stringify(cell):gsub("\u{a0}", ""):match("^%s*$") then tag, scope = "td", "" end
    local class = grid.aligns[column] ~= "left" and ' class="' .. grid.aligns[column] .. '"' or ""
    return flat({ raw("<" .. tag .. scope .. class .. ">"), cell, raw("</" .. tag .. ">") })
  end

  local function columns_of(grid)
    if not grid.widths then return "" end
    local parts = { "<colgroup>" }
    for _, width in ipairs(grid.widths) do table.insert(parts, ('<col style="width: %.2f%%">'):format(width * 100)) end
    return table.concat(parts) .. "</colgroup>\n"
  end

  local function opening(grid)
    local name = grid.caption and "c-" .. grid.id or grid.figure and "c-" .. grid.figure
    local labelled = name and ' aria-labelledby="' .. name .. '"' or ""
    -- A table that may need scrolling sideways is a stop for the keyboard; the page's script sees which do.
    local region = grid.wide and labelled ~= "" and ' role="region" tabindex="0"' .. labelled or ""
    local class = (grid.figure and "of-figure " or "") .. ((grid.wide or grid.widths) and "wide" or "narrow") .. (#grid.rows <= 20 and " short" or "")
    local id = grid.id ~= "" and ' id="' .. grid.id .. '"' or ""
    return ('<div class="scroll"%s>\n<table class="%s"%s%s>\n'):format(region, class, id, grid.caption and "" or labelled)
  end

  function writer.table(grid)
    local out = pandoc.Inlines({ raw(opening(grid)) })
    if grid.caption then out:extend(flat({ raw('<caption id="c-' .. grid.id .. '">'), grid.caption, raw("</caption>\n") })) end
    out:insert(raw(columns_of(grid)))
    for number, row in ipairs(grid.rows) do
      if number == 1 then out:insert(raw("<thead>\n")) end
      if number == grid.header_rows + 1 then out:insert(raw("</thead>\n<tbody>\n")) end
      out:insert(raw("<tr>"))
      for column, cell in ipairs(row) do out:extend(cell_of(grid, number, column, cell)) end
      out:insert(raw("</tr>\n"))
    end
    out:insert(raw("</tbody>\n</table>\n</div>"))
    return { pandoc.Plain(out) }
  end

  function writer.title(title)
    local out = pandoc.Inlines({ raw('<header class="title-block">\n') })
    local function add(open, content, close)
      if content then out:extend(flat({ raw(open), content, raw(close .. "\n") })) end
    end
    add('<p class="kicker">', title.kicker, "</p>")
    add("<h1>", title.title, "</h1>")
    add('<p class="subtitle">', title.subtitle, "</p>")
    for _, notice in ipairs(title.notices) do add('<p class="notice">', notice, "</p>") end
    if #title.meta > 0 then
      out:insert(raw('<dl class="meta">\n'))
      for _, line in ipairs(title.meta) do
        out:extend(flat({ raw("<div><dt>"), line.label, raw("</dt><dd>"), line.value, raw("</dd></div>\n") }))
      end
      out:insert(raw("</dl>\n"))
    end
    out:insert(raw("</header>"))
    return { pandoc.Plain(out) }
  end

  function writer.contents(div)
    local out = pandoc.Blocks({ raw_block('<nav class="toc" aria-labelledby="toc-title">\n<h2 id="toc-title">' .. text(shared.context.toc_title) .. "</h2>") })
    out:extend(shared.blocks(div.content))
    out:insert(raw_block("</nav>"))
    return out
  end

  -- The contents stand beside the text where the window is wide enough.
  function writer.body(title, contents, rest)
    local out = pandoc.Blocks(title)
    out:insert(raw_block('<div class="columns">'))
    out:extend(contents)
    out:insert(raw_block('<div class="text">'))
    out:extend(rest)
    out:insert(raw_block("</div>\n</div>"))
    return out
  end

  return writer
end
