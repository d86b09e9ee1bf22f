using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;
using Xunit;

namespace Gateway.Tests;

/// <summary>
/// The gateway over real HTTP; behind it a server that answers with what it was sent, and two routes to nobody.
/// </summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    private readonly (string Key, string Value)[] _settings;

    public const string ServiceSecret = "shared-by-the-services";

    private HostFactory<Program> _gateway = null!;
    private WebApplication _echo = null!;

    public GatewayFixture()
        : this([]) { }

    /// <param name="settings">Configuration that differs from the usual.</param>
    internal GatewayFixture(params (string Key, string Value)[] settings) => _settings = settings;

    public string Address { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    public IServiceProvider Services => _gateway.Services;

    public string Folder { get; } = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public string CredentialsFile => Path.Combine(Folder, "credentials.json");

    public async ValueTask InitializeAsync()
    {
        _echo = await StartEchoAsync();
        var settings = new Dictionary<string, string>
        {
            ["Kestrel:Endpoints:http:Url"] = Address,
            ["Auth:DataFolder"] = Folder,
            ["Auth:CredentialsFile"] = CredentialsFile,
            ["Auth:ServiceSecret"] = ServiceSecret,
            ["BusinessTime:File"] = Path.Combine(Folder, "business-time"),
            ["services:complaints:http:0"] = _echo.Urls.Single(),
            ["services:billing:http:0"] = $"http://127.0.0.1:{FreePort.Next()}",
            ["services:loyalty:http:0"] = $"http://127.0.0.1:{FreePort.Next()}",
            ["services:notifications:http:0"] = _echo.Urls.Single(),
            ["services:vas:http:0"] = $"http://127.0.0.1:{FreePort.Next()}",
            ["Logging:LogLevel:Yarp"] = "Error",
            ["RateLimits:PerClientPerSecond"] = "10",
            ["RateLimits:Burst"] = "60",
        };
        foreach (var (key, value) in _settings)
        {
            settings[key] = value;
        }

        _gateway = new(settings);
        _gateway.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _echo.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri(Address),
        };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    /// <summary>The client of a role, from the file that the gateway wrote at its first start.</summary>
    public async Task<(string Id, string Secret)> CredentialsAsync(string role)
    {
        var file = JsonDocument.Parse(await File.ReadAllTextAsync(CredentialsFile)).RootElement;
        var client = file.GetProperty("clients")
            .EnumerateArray()
            .Single(c => c.GetProperty("clientId").GetString() == $"demo-{role}");
        return (client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!);
    }

    public async Task<HttpResponseMessage> AskForTokenAsync(
        string id,
        string secret,
        string grant = "client_credentials"
    )
    {
        using var client = Client();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = grant });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"))
        );
        return await client.SendAsync(request);
    }

    public async Task<string> TokenAsync(string role)
    {
        var (id, secret) = await CredentialsAsync(role);
        using var answer = await AskForTokenAsync(id, secret);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static async Task<WebApplication> StartEchoAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }
        );
        builder.Logging.ClearProviders();
        var echo = builder.Build();
        echo.Urls.Add($"http://127.0.0.1:{FreePort.Next()}");
        echo.Map(
            "/{**path}",
            (HttpRequest request) =>
                Results.Json(
                    new
                    {
                        path = request.Path.Value,
                        query = request.QueryString.Value,
                        traceparent = request.Headers.TraceParent.ToString(),
                        authorized = request.Headers.Authorization.Count == 1,
                    }
                )
        );
        await echo.StartAsync();
        return echo;
    }
}
