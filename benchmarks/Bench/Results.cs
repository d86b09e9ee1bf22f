using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bench;

/// <summary>One line of benchmarks/README.md.</summary>
/// <param name="Name">What was measured; finds the line again at the next run.</param>
/// <param name="Figure">With its unit.</param>
/// <param name="Goal">What was asked for.</param>
/// <param name="Beside">The limit or peer of the same run, with its figure.</param>
/// <param name="Ratio">Ours against it.</param>
internal sealed record Row(string Name, string Figure, string Goal, string Beside, string Ratio);

/// <summary>Prints a run, keeps its figures in results/ and puts its rows into benchmarks/README.md.</summary>
internal sealed class Results(string folder, string benchmark, string commit)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _date = TimeProvider
        .System.GetUtcNow()
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <param name="rows">For people.</param>
    /// <param name="figures">Every round's figures. No names of machines, no paths: cores and nothing else.</param>
    public void Publish(IReadOnlyList<Row> rows, object figures)
    {
        foreach (var row in rows)
        {
            Console.WriteLine($"{row.Name}: {row.Figure} (goal {row.Goal}); {row.Beside}; {row.Ratio}");
        }

        var results = Directory.CreateDirectory(Path.Combine(folder, "results")).FullName;
        var kept = new
        {
            benchmark,
            date = _date,
            commit,
            cores = Environment.ProcessorCount,
            rows,
            figures,
        };
        File.WriteAllText(Path.Combine(results, $"{benchmark}.json"), JsonSerializer.Serialize(kept, Format) + "\n");
        var readme = Path.Combine(folder, "README.md");
        var lines = File.ReadAllLines(readme).ToList();
        foreach (var row in rows)
        {
            Put(lines, row);
        }

        File.WriteAllLines(readme, lines);
    }

    private void Put(List<string> lines, Row row)
    {
        var start = $"| {benchmark}: {row.Name} |";
        var line = $"{start} {row.Figure} | {row.Goal} | {row.Beside} | {row.Ratio} | {_date}, {commit} |";
        var place = lines.FindIndex(known => known.StartsWith(start, StringComparison.Ordinal));
        if (place >= 0)
        {
            lines[place] = line;
        }
        else
        {
            lines.Insert(lines.FindLastIndex(known => known.StartsWith('|')) + 1, line);
        }
    }
}
