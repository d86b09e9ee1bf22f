using System;
using System.Globalization;
using System.Linq;
using System.Text;
using Vas.Domain.Settlement;

namespace Vas.Documents;

/// <summary>A statement's lines as RFC 4180 text, one a row, for the provider's own books (features.md V8).</summary>
internal static class StatementCsv
{
    public static string Render(Statement statement)
    {
        var csv = new StringBuilder(
            "statement,period,provider,seq,kind,basis,rate,amount,currency,note,complaints\r\n"
        );
        foreach (var line in statement.Lines.OrderBy(line => line.Seq))
        {
            csv.AppendJoin(
                    ',',
                    Field(statement.Number),
                    statement.Period,
                    Field(statement.ProviderNumber),
                    line.Seq.ToString(CultureInfo.InvariantCulture),
                    line.Kind.ToString(),
                    Number(line.Basis),
                    Number(line.Rate),
                    Number(line.Amount),
                    statement.Currency,
                    Field(line.Note ?? ""),
                    Field(string.Join(' ', line.CaseNumbers))
                )
                .Append("\r\n");
        }

        return csv.ToString();
    }

    private static string Number(decimal value) => value.ToString("0.00######", CultureInfo.InvariantCulture);

    /// <summary>Quoted; a text that a spreadsheet would run as a formula begins with an apostrophe.</summary>
    private static string Field(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return safe.Length == 0 ? "" : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
