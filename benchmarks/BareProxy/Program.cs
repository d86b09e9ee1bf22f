// One YARP hop and nothing else, no token, no limits, no telemetry: what the gateway is compared with.
//   BareProxy --urls http://127.0.0.1:PORT --to http://SERVICE
using System.Collections.Generic;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder
    .Services.AddReverseProxy()
    .LoadFromMemory(
        [
            new RouteConfig
            {
                RouteId = "all",
                ClusterId = "one",
                Match = new RouteMatch { Path = "/{**rest}" },
            },
        ],
        [
            new ClusterConfig
            {
                ClusterId = "one",
                Destinations = new Dictionary<string, DestinationConfig>
                {
                    ["one"] = new() { Address = builder.Configuration["to"]! },
                },
            },
        ]
    );

await using var app = builder.Build();
app.MapReverseProxy();
await app.RunAsync();
