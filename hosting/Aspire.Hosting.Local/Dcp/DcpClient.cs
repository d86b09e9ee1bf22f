using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;

namespace Aspire.Hosting.Dcp;

/// <summary>dcp's Kubernetes-style REST API: create, patch and delete objects, watch them, read their logs.</summary>
internal sealed class DcpClient : IDisposable
{
    internal const string ApiVersion = "usvc-dev.developer.microsoft.com/v1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient http;

    internal DcpClient(Uri address, string token, X509Certificate2 certificate)
    {
        var handler = new SocketsHttpHandler { SslOptions = TrustOnly(certificate) };
        http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    internal async Task CreateAsync<T>(string kinds, T created, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(Path(kinds), created, Json, ct);
        await EnsureDoneAsync(answer, ct);
    }

    internal async Task<T?> FindAsync<T>(string kinds, string name, CancellationToken ct)
        where T : class
    {
        using var answer = await http.GetAsync(Path(kinds, name), ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await EnsureDoneAsync(answer, ct);
        return await answer.Content.ReadFromJsonAsync<T>(Json, ct);
    }

    internal Task PatchAsync(string kinds, string name, object patch, CancellationToken ct) =>
        PatchAsync(Path(kinds, name), patch, ct);

    /// <summary>Gone already is fine.</summary>
    internal async Task DeleteAsync(string kinds, string name, CancellationToken ct)
    {
        using var answer = await http.DeleteAsync(Path(kinds, name), ct);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            await EnsureDoneAsync(answer, ct);
        }
    }

    /// <summary>All objects of the kind first, then each change, until the connection or <paramref name="ct"/> ends.</summary>
    internal async IAsyncEnumerable<DcpWatchEvent<T>> WatchAsync<T>(
        string kinds,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var line in LinesAsync($"{Path(kinds)}?watch=true", ct))
        {
            if (JsonSerializer.Deserialize<DcpWatchEvent<T>>(line, Json) is { } change)
            {
                yield return change;
            }
        }
    }

    /// <summary>Lines that a process wrote, each with its time in front (RFC 3339 and a blank).</summary>
    internal IAsyncEnumerable<string> LogAsync(string executable, string source, bool follow, CancellationToken ct) =>
        LinesAsync(
            $"{Path("executables", executable)}/log?source={source}&timestamps=true{(follow ? "&follow=true" : "")}",
            ct
        );

    internal Task SetExecutionAsync(string status, CancellationToken ct) =>
        PatchAsync("admin/execution", new { status, shutdownResourceCleanup = "Full" }, ct);

    internal async Task<string?> GetExecutionAsync(CancellationToken ct)
    {
        var execution = await http.GetFromJsonAsync<JsonElement>("admin/execution", ct);
        return execution.GetProperty("status").GetString();
    }

    public void Dispose() => http.Dispose();

    private async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
        await EnsureDoneAsync(answer, ct);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(ct), Encoding.UTF8);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            yield return line;
        }
    }

    private async Task PatchAsync(string path, object patch, CancellationToken ct)
    {
        var type = new MediaTypeHeaderValue("application/merge-patch+json"); // without a charset, or dcp answers 415
        using var content = JsonContent.Create(patch, type, Json);
        using var answer = await http.PatchAsync(path, content, ct);
        await EnsureDoneAsync(answer, ct);
    }

    private static string Path(string kinds, string? name = null) =>
        $"apis/{ApiVersion}/{kinds}{(name is null ? "" : "/" + name)}";

    private static async Task EnsureDoneAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var reason = await answer.Content.ReadAsStringAsync(ct);
            throw new HttpRequestException($"dcp refused: {reason}", inner: null, answer.StatusCode);
        }
    }

    private static SslClientAuthenticationOptions TrustOnly(X509Certificate2 certificate) =>
        new()
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { certificate },
                RevocationMode = X509RevocationMode.NoCheck, // it is our own, made a moment ago
            },
        };
}
