window.YTD.account.part0 = [
  {
    "account": {
      "email": "emre_brunner35@example.org",
      "createdVia": "web",
      "username": "emre_brunner35",
      "accountId": "1765426604705802075",
      "createdAt": "2015-06-18T05:01:47.000Z",
      "accountDisplayName": "Emre Brunner"
    }
  }
]