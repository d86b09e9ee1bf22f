using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Telemetry;
using Simulators;

// What an operator has and a laptop has not: the payment provider's hosted checkout and the network's switch. They
// behave, and misbehave, as told; the platform talks to them over HTTP as it would to the real ones.
var builder = WebApplication.CreateBuilder(args);
builder.AddTelemetry();
builder.Services.AddHealthChecks();
builder.Services.AddHttpClient();
Checkout.Add(builder.Services);
Switch.Add(builder.Services);

await using var app = builder.Build();
app.MapHealthChecks("/health");
Checkout.Map(app);
Switch.Map(app);
await app.RunAsync();
