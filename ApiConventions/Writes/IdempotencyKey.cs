using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using Microsoft.AspNetCore.Http;

namespace ApiConventions.Writes;

/// <summary>
/// Under what a write's answer is kept: whose, on what, and the client's own key. The body's hash tells a replay from
/// another request that wears the same key by mistake.
/// </summary>
internal sealed record IdempotencyKey(string Subject, string Method, string Path, string Key, string BodyHash)
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <summary>An index takes no entry of any length: a longer address is kept as its SHA-256.</summary>
    private const int MaxPath = 512;

    public static bool IsOn(HttpRequest request) =>
        request.Headers.ContainsKey(Header)
        && !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method);

    /// <exception cref="InvalidInput">The key is empty, too long, given twice or holds more than printable ASCII.</exception>
    public static async Task<IdempotencyKey> ReadAsync(HttpContext http, CancellationToken ct)
    {
        var keys = http.Request.Headers[Header];
        if (keys is not [{ Length: > 0 and <= MaxLength } key] || key.Any(c => c is < '!' or > '~'))
        {
            throw new InvalidInput(Header, $"One key of 1 to {MaxLength} printable ASCII characters is expected.");
        }

        return new(
            http.User.FindFirst("sub")?.Value ?? "",
            http.Request.Method,
            PathOf(http.Request),
            key,
            await HashAsync(http.Request, ct)
        );
    }

    private static string PathOf(HttpRequest request)
    {
        var path = request.Path + request.QueryString.Value;
        return path.Length <= MaxPath ? path : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
    }

    private static async Task<string> HashAsync(HttpRequest request, CancellationToken ct)
    {
        request.Body.Position = 0;
        var hash = await SHA256.HashDataAsync(request.Body, ct);
        request.Body.Seek(0, SeekOrigin.Begin);
        return Convert.ToHexStringLower(hash);
    }
}
