using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Tasks;
using Npgsql;
using NpgsqlTypes;

namespace Bench.Rating;

/// <summary>One record of a batch, as it is sent.</summary>
internal sealed record SentUsage(
    string SourceKey,
    string ServiceNumber,
    string Kind,
    decimal Quantity,
    DateTimeOffset OccurredAt,
    string OtherParty
);

/// <summary>Batches of 10,000 over the lines of the seeded operator, to Billing and, beside it, to a table without anything.</summary>
internal sealed class UsageBatches(Uri billing, string token) : IDisposable
{
    public const int Records = 10_000;
    private const int Customers = 1_000;
    private const string Source = "bench";
    private static readonly string[] Kinds = ["voice", "sms", "data"];

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private readonly Uri _batches = new(billing, "/api/billing/v1/usageBatches");
    private readonly AuthenticationHeaderValue _bearer = new("Bearer", token);

    /// <summary>Calls, messages and sessions of the last seconds: a switch sends them as they come.</summary>
    public static List<SentUsage> Make(Random random)
    {
        var now = TimeProvider.System.GetUtcNow();
        return
        [
            .. Enumerable
                .Range(0, Records)
                .Select(_ =>
                {
                    var kind = Kinds[random.Next(Kinds.Length)];
                    return new SentUsage(
                        $"{Guid.CreateVersion7():N}",
                        $"138{random.Next(1, Customers + 1):00000000}",
                        kind,
                        kind switch
                        {
                            "voice" => random.Next(1, 10_00) / 100m,
                            "sms" => 1,
                            _ => random.Next(1, 300_000) / 1_000m,
                        },
                        now.AddMilliseconds(-random.Next(60_000)),
                        $"139{random.Next(100_000_000):00000000}"
                    );
                }),
        ];
    }

    public static byte[] Body(List<SentUsage> records) =>
        JsonSerializer.SerializeToUtf8Bytes(new { source = Source, records }, JsonSerializerOptions.Web);

    /// <summary>Returns when the batch is committed; anything but all of it accepted is an error.</summary>
    public async Task SendAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _batches) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = _bearer;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.SendAsync(request, default);
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode != 201 || !text.Contains($"\"accepted\":{Records}", StringComparison.Ordinal))
        {
            throw new IOException(
                $"{_batches} answered {(int)answer.StatusCode}: {text[..Math.Min(text.Length, 400)]}"
            );
        }
    }

    public static async Task PrepareCopyAsync(NpgsqlDataSource database)
    {
        await using var create = database.CreateCommand(
            """
            create table if not exists bench_copy (source text, source_key text, service_number text, kind text,
              quantity numeric, occurred_at timestamptz, other_party text)
            """
        );
        await create.ExecuteNonQueryAsync();
    }

    /// <summary>The limit: the same rows by COPY into a table without keys, indexes or anything to look up; one commit.</summary>
    public static async Task CopyAsync(NpgsqlDataSource database, List<SentUsage> records)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy bench_copy (source, source_key, service_number, kind, quantity, occurred_at, other_party) from stdin (format binary)"
        );
        foreach (var record in records)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(Source, NpgsqlDbType.Text);
            await copy.WriteAsync(record.SourceKey, NpgsqlDbType.Text);
            await copy.WriteAsync(record.ServiceNumber, NpgsqlDbType.Text);
            await copy.WriteAsync(record.Kind, NpgsqlDbType.Text);
            await copy.WriteAsync(record.Quantity, NpgsqlDbType.Numeric);
            await copy.WriteAsync(record.OccurredAt, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(record.OtherParty, NpgsqlDbType.Text);
        }

        await copy.CompleteAsync();
    }

    public void Dispose() => _http.Dispose();
}
