// The whole platform on one screen, written to Aspire.Hosting's public API only: the same file runs on the
// Aspire packages (PostgreSQL and RabbitMQ as containers) and on hosting/ (both as private processes).
// See docs/adr/0002.
using System.Collections.Generic;
using System.IO;
using AppHost;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

var builder = DistributedApplication.CreateBuilder(args);
var data = Path.GetFullPath(builder.Configuration["Data"] ?? Path.Combine(builder.AppHostDirectory, "..", ".data"));
var seed = builder.Configuration["Seed"] ?? "1000"; // customers; "none" starts an empty operator
using var onlyRun = await OnlyRun.ClaimAsync(data);
if (onlyRun is null || !Ports.AreFree(builder.Configuration))
{
    return 1;
}

// Servers
var postgres = builder.AddPostgres("postgres").WithDataBindMount(Path.Combine(data, "postgres"));
var messaging = builder
    .AddRabbitMQ("messaging")
    .WithManagementPlugin() // partners' queues are set up through it
    .WithDataBindMount(Path.Combine(data, "rabbitmq"));

// The SMS gateway: Kannel's two boxes, and its own simulator of an SMS centre with the customers' phones behind it.
var servers = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "eng", "servers"));
var kannel = Path.Combine(data, "kannel");
var bearerbox = builder
    .AddExecutable("sms-bearerbox", Path.Combine(servers, "bearerbox"), servers, kannel)
    .WithEndpoint(name: "box", scheme: "tcp", env: "BOX_PORT")
    .WithEndpoint(name: "centre", scheme: "tcp", env: "CENTRE_PORT")
    .WithHttpEndpoint(name: "admin", env: "ADMIN_PORT");
var smsbox = builder
    .AddExecutable("sms-smsbox", Path.Combine(servers, "smsbox"), servers, kannel)
    .WithEnvironment("BOX_PORT", bearerbox.GetEndpoint("box").Property(EndpointProperty.Port))
    .WithHttpEndpoint(name: "sendsms", env: "SENDSMS_PORT")
    .WaitFor(bearerbox);
builder
    .AddExecutable("sms-phones", Path.Combine(servers, "fakesmsc"), servers, kannel)
    .WithEnvironment("CENTRE_PORT", bearerbox.GetEndpoint("centre").Property(EndpointProperty.Port))
    .WaitFor(bearerbox);

// Secrets that the processes share; generated at the first start and kept.
var serviceSecret = builder.AddParameter("service-secret", Generated(), secret: true, persist: true);
var smsSecret = builder.AddParameter("sms-secret", Generated(), secret: true, persist: true);
var webhookKey = builder.AddParameter("webhook-key", Generated(), secret: true, persist: true);
var checkoutSecret = builder.AddParameter("checkout-secret", Generated(), secret: true, persist: true);
bearerbox.WithEnvironment("SMS_SECRET", smsSecret);
smsbox.WithEnvironment("SMS_SECRET", smsSecret);

// What an operator has and a laptop has not: the payment provider's hosted checkout and the network's switch.
var simulators = builder
    .AddProject<Projects.Simulators>("simulators")
    .WithEnvironment("Checkout__Secret", checkoutSecret)
    .WithHttpHealthCheck("/health");

// Services. Each one's binary migrates its own database and declares its own queues first (argument `migrate`);
// none starts before all have, because an event published before its hearer's queue exists is confirmed and gone.
var migrations = new List<IResourceBuilder<ProjectResource>>();
var gateway = builder.AddProject<Projects.Gateway>("gateway");

var billing = Service<Projects.Billing>("billing")
    .WithReference(simulators.GetEndpoint("http"))
    .WithEnvironment("Checkout__Secret", checkoutSecret)
    .WithEnvironment("Checkout__NotifyBase", gateway.GetEndpoint("http"));
var loyalty = Service<Projects.Loyalty>("loyalty");
var complaints = Service<Projects.Complaints>("complaints")
    .WithReference(billing.GetEndpoint("grpc"))
    .WithReference(loyalty.GetEndpoint("grpc"))
    .WithEnvironment("Webhooks__Key", webhookKey);
var notifications = Service<Projects.Notifications>("notifications")
    .WithReference(smsbox.GetEndpoint("sendsms"))
    .WithEnvironment("Sms__Secret", smsSecret)
    .WithEnvironment("Sms__GatewayFolder", kannel)
    .WithEnvironment("Webhooks__Key", webhookKey);
var vas = Service<Projects.Vas>("vas")
    .WithReference(billing.GetEndpoint("grpc"))
    .WithEnvironment("Vas__ConsentKey", Path.Combine(data, "vas", "consent-key.pem"))
    .WithEnvironment("Partners__Management", messaging.GetEndpoint("management"))
    .WithEnvironment("Webhooks__Key", webhookKey);
complaints.WithReference(vas.GetEndpoint("grpc"));
notifications.WithReference(vas.GetEndpoint("grpc"));
notifications.WithEnvironment("Sms__ReceiptBase", notifications.GetEndpoint("http")).WaitFor(smsbox);
smsbox.WithEnvironment("INBOUND_BASE", notifications.GetEndpoint("http"));

foreach (var service in new[] { billing, complaints, loyalty, notifications, vas })
{
    migrations.ForEach(migration => service.WaitForCompletion(migration));
}

// Business time that ops may move (./run --simulated-clock): one file that every process follows. It is for demonstrations
// and tests, whose partners listen on this machine, so webhooks may go there, too; nowhere else that is not public.
if (builder.Configuration.GetValue("SimulatedClock", false))
{
    foreach (var process in new[] { gateway, billing, complaints, loyalty, notifications, vas })
    {
        process.WithEnvironment("BusinessTime__File", Path.Combine(data, "business-time"));
    }

    foreach (var process in new[] { notifications, vas })
    {
        process.WithEnvironment("Webhooks__AllowedNetworks__0", "127.0.0.0/8");
    }
}

gateway
    .WithEndpoint("http", endpoint => endpoint.Port = builder.Configuration.GetValue("Gateway:Port", Ports.Gateway))
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("Auth__DataFolder", Path.Combine(data, "gateway"))
    .WithEnvironment("Auth__CredentialsFile", Path.Combine(data, "credentials.json"))
    .WithEnvironment("Auth__ServiceSecret", serviceSecret)
    .WithReference(billing.GetEndpoint("http"))
    .WithReference(complaints.GetEndpoint("http"))
    .WithReference(loyalty.GetEndpoint("http"))
    .WithReference(notifications.GetEndpoint("http"))
    .WithReference(vas.GetEndpoint("http"));

await using var app = builder.Build();
await app.StartAsync();
await Welcome.WhenReady(app, gateway, data, isSeeded: seed != "none");
await app.WaitForShutdownAsync();
return 0;

IResourceBuilder<ProjectResource> Service<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var database = postgres.AddDatabase($"{name}-db", name);
    migrations.Add(
        builder
            .AddProject<TProject>($"{name}-migrate")
            .WithArgs("migrate", "--seed", seed)
            .WithReference(database, connectionName: "database")
            .WithReference(messaging)
            .WaitFor(database)
            .WaitFor(messaging)
    );

    return builder
        .AddProject<TProject>(name)
        .WithReference(database, connectionName: "database")
        .WithReference(messaging)
        .WithReference(gateway.GetEndpoint("http"))
        .WithEnvironment("Auth__ServiceSecret", serviceSecret)
        .WithHttpHealthCheck("/health")
        .WaitFor(database)
        .WaitFor(messaging);
}

static GenerateParameterDefault Generated() => new() { MinLength = 32, Special = false };
