using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Security;

/// <summary>
/// The service's own bearer token (role <c>service</c>), for consumers and sweeps: work that no user waits for.
/// Fetched when first needed and again shortly before it ends; one fetch at a time.
/// </summary>
public sealed class ServiceToken(
    HttpClient http,
    IConfiguration configuration,
    IHostEnvironment environment,
    TimeProvider clock
) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private string? _token;
    private long _fetchedAt;
    private TimeSpan _goodFor;

    /// <exception cref="HttpRequestException">The token endpoint is away or refuses the service's secret.</exception>
    public async Task<string> GetAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (_token is null || clock.GetElapsedTime(_fetchedAt) > _goodFor)
            {
                var answer = await FetchAsync(ct);
                _token = answer.AccessToken;
                _fetchedAt = clock.GetTimestamp();
                _goodFor = TimeSpan.FromSeconds(answer.ExpiresIn) - RenewBefore;
            }

            return _token;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<TokenAnswer> FetchAsync(CancellationToken ct)
    {
        var endpoint =
            configuration["Auth:TokenEndpoint"] ?? $"{configuration["services:gateway:http:0"]}/connect/token";
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = configuration["Auth:ClientId"] ?? environment.ApplicationName.ToLowerInvariant(),
                ["client_secret"] =
                    configuration["Auth:ServiceSecret"]
                    ?? throw new InvalidOperationException("Auth:ServiceSecret is not configured."),
            }
        );
        using var response = await http.PostAsync(new Uri(endpoint), form, ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenAnswer>(ct))!;
    }

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn
    );
}
