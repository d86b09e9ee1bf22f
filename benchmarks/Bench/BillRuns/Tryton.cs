using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.BillRuns;

/// <summary>The peer: Tryton 6 posts drafted invoices of one fixed fee, on the platform's PostgreSQL.</summary>
internal static class Tryton
{
    private const int Invoices = 300;

    public static async Task<double> PostAsync(Stage stage, string folder)
    {
        var script = Path.Combine(folder, "peers", "tryton");
        await Programs.RunAsync(script, ["install"]);
        var database = new NpgsqlConnectionStringBuilder(await stage.ConnectionStringAsync("billing-db"));
        var output = await Programs.RunAsync(
            script,
            ["bill", Invoices.ToString(CultureInfo.InvariantCulture)],
            ("PGPORT", database.Port.ToString(CultureInfo.InvariantCulture)),
            ("PGPASSWORD", database.Password!)
        );
        var posted = output.Split('\n').Single(line => line.StartsWith("posted ", StringComparison.Ordinal)).Split(' ');
        return int.Parse(posted[1], CultureInfo.InvariantCulture)
            / double.Parse(posted[2], CultureInfo.InvariantCulture);
    }
}
