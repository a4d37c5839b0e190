window.YTD.following.part0 = [
  {
    "following": {
      "accountId": "1917071135200551589",
      "userLink": "https://twitter.com/intent/user?user_id=1917071135200551589"
    }
  },
  {
    "following": {
      "accountId": "5517188240261980169",
      "userLink": "https://twitter.com/intent/user?user_id=5517188240261980169"
    }
  },
  {
    "following": {
      "accountId": "4225876318036772184",
      "userLink": "https://twitter.com/intent/user?user_id=4225876318036772184"
    }
  },
  {
    "following": {
      "accountId": "2632516056067816458",
      "userLink": "https://twitter.com/intent/user?user_id=2632516056067816458"
    }
  },
  {
    "following": {
      "accountId": "4230584628456103812",
      "userLink": "https://twitter.com/intent/user?user_id=4230584628456103812"
    }
  }
]