using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ApiConventions;
using ApiConventions.Errors;

namespace Vas.Features.Providers.Blacklists;

/// <summary>
/// The list as operators exchange it: RFC 4180, UTF-8, columns kind, value, reason, until (ISO 8601, may be empty). A cell
/// that a spreadsheet would take for a formula is led by an apostrophe, which is taken off again on the way in.
/// </summary>
internal static class BlacklistCsv
{
    private static readonly string[] Columns = ["kind", "value", "reason", "until"];

    public static string Write(IEnumerable<SharedEntry> entries)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append("\r\n");
        foreach (var entry in entries)
        {
            var until = entry.Until?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            text.AppendJoin(',', new[] { entry.Kind, entry.Value, entry.Reason, until }.Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    /// <exception cref="InvalidInput">Another header, or a line that is none.</exception>
    public static List<SharedEntry> Read(string text)
    {
        var lines = Lines(text.TrimStart('\ufeff')).ToList();
        if (lines.Count == 0 || !lines[0].SequenceEqual(Columns))
        {
            throw new InvalidInput("body", $"The first line must be {string.Join(',', Columns)}.");
        }

        return [.. lines.Skip(1).Select((cells, place) => Entry(cells, $"entries[{place}]"))];
    }

    private static SharedEntry Entry(List<string> cells, string field)
    {
        if (cells.Count != Columns.Length)
        {
            throw new InvalidInput(field, $"{Columns.Length} cells are expected.");
        }

        return new(cells[0], WithoutGuard(cells[1]), WithoutGuard(cells[2]), Until(cells[3], field));
    }

    private static DateTimeOffset? Until(string cell, string field) =>
        cell.Length == 0 ? null
        : Times.TryRead(cell, out var until) ? until
        : throw new InvalidInput($"{field}.until", "A time in ISO 8601 is expected.");

    private static string Cell(string? text)
    {
        var guarded = text is ['=' or '+' or '-' or '@' or '\'' or '\t', ..] ? $"'{text}" : text ?? "";
        return guarded.AsSpan().IndexOfAny("\",\r\n") >= 0
            ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : guarded;
    }

    private static string WithoutGuard(string cell) => cell is ['\'', ..] ? cell[1..] : cell;

    /// <summary>Cells may be quoted, and then hold commas, line ends and doubled quotes; empty lines are none.</summary>
    private static IEnumerable<List<string>> Lines(string text)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && text[at] == '\0')
            {
                throw new InvalidInput("body", "U+0000 is not allowed.");
            }

            var sign = at < text.Length ? text[at] : '\n';
            if (isQuoted && at < text.Length)
            {
                if (sign != '"')
                {
                    cell.Append(sign);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (isQuoted)
            {
                throw new InvalidInput("body", "A quoted cell does not end.");
            }
            else if (sign == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (sign is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (sign == '\n')
                {
                    if (cells is not [""])
                    {
                        yield return cells;
                    }

                    cells = [];
                }
            }
            else if (sign != '\r')
            {
                cell.Append(sign);
            }
        }
    }
}
