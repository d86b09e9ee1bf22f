using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Npgsql;

namespace Bench.Intake;

/// <summary>The limit: pgbench writes the same rows into the same PostgreSQL, in a database with the same schema.</summary>
internal sealed partial class PgBench(NpgsqlConnectionStringBuilder database, string script)
{
    private const string Scratch = "bench";

    public static async Task<PgBench> PrepareAsync(Stage stage, string folder)
    {
        await using var source = await stage.DatabaseAsync("complaints");
        await using (var create = source.CreateCommand($"create database {Scratch}"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var scratch = new NpgsqlConnectionStringBuilder(await stage.ConnectionStringAsync("complaints-db"))
        {
            Database = Scratch,
        };
        await Programs.RunAsync(
            "dotnet",
            [Built.Path("Complaints"), "migrate"],
            ("ConnectionStrings__database", scratch.ConnectionString),
            ("ConnectionStrings__messaging", (await stage.BrokerAsync()).ToString()),
            ("services__billing__grpc__0", "http://127.0.0.1:1"),
            ("services__gateway__http__0", "http://127.0.0.1:1")
        );
        return new(scratch, Path.Combine(folder, "pgbench-intake.sql"));
    }

    public async Task<double> MeasureAsync(int clients, TimeSpan during)
    {
        var output = await Programs.RunAsync(
            Program(),
            [
                "-n",
                .. new[] { "-M", "prepared", "-f", script },
                .. new[] { "-c", $"{clients}", "-j", $"{Math.Min(clients, Environment.ProcessorCount)}" },
                .. new[] { "-T", $"{(int)during.TotalSeconds}" },
                .. new[] { "-h", database.Host!, "-p", $"{database.Port}", "-U", database.Username!, Scratch },
            ],
            ("PGPASSWORD", database.Password!)
        );
        return double.Parse(Tps().Match(output).Groups["tps"].Value, CultureInfo.InvariantCulture);
    }

    private static string Program() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).Order().Last()
            : "pgbench";

    [GeneratedRegex(@"tps = (?<tps>[\d.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Tps();
}
