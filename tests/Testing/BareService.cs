using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace Testing;

/// <summary>
/// A service by its own Program, without database and broker: its routes, its document and its doors are there before
/// either is, so tests of those need neither.
/// </summary>
/// <typeparam name="TOfService">Any public type of the service's assembly.</typeparam>
public sealed class BareService<TOfService> : IAsyncDisposable
    where TOfService : class
{
    private readonly HostFactory<TOfService> _host;

    public BareService(IReadOnlyDictionary<string, string> settings)
    {
        var nobody = FreePort.Next();
        _host = new(
            new Dictionary<string, string>(settings)
            {
                ["ConnectionStrings:database"] = $"Host=127.0.0.1;Port={nobody};Database=none",
                ["ConnectionStrings:messaging"] = $"amqp://127.0.0.1:{nobody}",
                ["services:billing:grpc:0"] = $"http://127.0.0.1:{nobody}",
                ["Kestrel:Endpoints:http:Url"] = Address,
                ["Logging:Console:LogLevel:Default"] = "None", // nobody is there, and each would say so
            }
        );
        _host.StartServer();
    }

    public string Address { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
