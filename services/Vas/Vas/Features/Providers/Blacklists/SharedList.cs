using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Vas.Features.Providers.Blacklists;

/// <summary>
/// Another operator's list, JSON or CSV by its Content-Type. Read while the request is bound, and so once, however often
/// the use case decides again.
/// </summary>
internal sealed record SharedList(IReadOnlyList<SharedEntry?> Entries)
{
    public const string Csv = "text/csv";

    private const int MostEntries = 5_000;

    /// <exception cref="InvalidInput">No such list, or too long a one.</exception>
    public static async ValueTask<SharedList?> BindAsync(HttpContext context)
    {
        var entries = context.Request.ContentType?.Split(';')[0].Trim() switch
        {
            Csv => await ReadCsvAsync(context),
            "application/json" => await ReadJsonAsync(context),
            _ => throw new BadHttpRequestException("", StatusCodes.Status415UnsupportedMediaType),
        };
        return entries is { Count: <= MostEntries }
            ? new(entries)
            : throw new InvalidInput("entries", $"At most {MostEntries} entries are expected.");
    }

    private static async Task<IReadOnlyList<SharedEntry?>?> ReadCsvAsync(HttpContext context)
    {
        // Left open: an Idempotency-Key is kept with a hash of the same body.
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
        return BlacklistCsv.Read(await reader.ReadToEndAsync(context.RequestAborted));
    }

    private static async Task<IReadOnlyList<SharedEntry?>?> ReadJsonAsync(HttpContext context)
    {
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            var list = await JsonSerializer.DeserializeAsync<ImportBlacklistRequest>(
                context.Request.Body,
                json,
                context.RequestAborted
            );
            return list?.Entries;
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("", e);
        }
    }
}
