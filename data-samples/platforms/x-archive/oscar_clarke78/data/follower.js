window.YTD.follower.part0 = [
  {
    "follower": {
      "accountId": "4787742552241579525",
      "userLink": "https://twitter.com/intent/user?user_id=4787742552241579525"
    }
  },
  {
    "follower": {
      "accountId": "1765426604705802075",
      "userLink": "https://twitter.com/intent/user?user_id=1765426604705802075"
    }
  },
  {
    "follower": {
      "accountId": "5382432833605787311",
      "userLink": "https://twitter.com/intent/user?user_id=5382432833605787311"
    }
  },
  {
    "follower": {
      "accountId": "4713742876913972580",
      "userLink": "https://twitter.com/intent/user?user_id=4713742876913972580"
    }
  },
  {
    "follower": {
      "accountId": "4225876318036772184",
      "userLink": "https://twitter.com/intent/user?user_id=4225876318036772184"
    }
  },
  {
    "follower": {
      "accountId": "2056327325543075749",
      "userLink": "https://twitter.com/intent/user?user_id=2056327325543075749"
    }
  },
  {
    "follower": {
      "accountId": "2920730805166757972",
      "userLink": "https://twitter.com/intent/user?user_id=2920730805166757972"
    }
  },
  {
    "follower": {
      "accountId": "3613503425357074316",
      "userLink": "https://twitter.com/intent/user?user_id=3613503425357074316"
    }
  },
  {
    "follower": {
      "accountId": "4032832837478567658",
      "userLink": "https://twitter.com/intent/user?user_id=4032832837478567658"
    }
  },
  {
    "follower": {
      "accountId": "1819896950099529414",
      "userLink": "https://twitter.com/intent/user?user_id=1819896950099529414"
    }
  },
  {
    "follower": {
      "accountId": "4680867796979601563",
      "userLink": "https://twitter.com/intent/user?user_id=4680867796979601563"
    }
  },
  {
    "follower": {
      "accountId": "3484798250223514260",
      "userLink": "https://twitter.com/intent/user?user_id=3484798250223514260"
    }
  },
  {
    "follower": {
      "accountId": "3149707549755507949",
      "userLink": "https://twitter.com/intent/user?user_id=3149707549755507949"
    }
  },
  {
    "follower": {
      "accountId": "3293516503315729533",
      "userLink": "https://twitter.com/intent/user?user_id=3293516503315729533"
    }
  },
  {
    "follower": {
      "accountId": "3400881142603278693",
      "userLink": "https://twitter.com/intent/user?user_id=3400881142603278693"
    }
  },
  {
    "follower": {
      "accountId": "4273611244058410742",
      "userLink": "https://twitter.com/intent/user?user_id=4273611244058410742"
    }
  },
  {
    "follower": {
      "accountId": "2809594249418493956",
      "userLink": "https://twitter.com/intent/user?user_id=2809594249418493956"
    }
  },
  {
    "follower": {
      "accountId": "3255903118364031184",
      "userLink": "https://twitter.com/intent/user?user_id=3255903118364031184"
    }
  },
  {
    "follower": {
      "accountId": "4457570776811257448",
      "userLink": "https://twitter.com/intent/user?user_id=4457570776811257448"
    }
  },
  {
    "follower": {
      "accountId": "5208077829624815071",
      "userLink": "https://twitter.com/intent/user?user_id=5208077829624815071"
    }
  },
  {
    "follower": {
      "accountId": "2958467026307115323",
      "userLink": "https://twitter.com/intent/user?user_id=2958467026307115323"
    }
  },
  {
    "follower": {
      "accountId": "3432859415797079228",
      "userLink": "https://twitter.com/intent/user?user_id=3432859415797079228"
    }
  },
  {
    "follower": {
      "accountId": "4250304392071894903",
      "userLink": "https://twitter.com/intent/user?user_id=4250304392071894903"
    }
  },
  {
    "follower": {
      "accountId": "1223663146814810350",
      "userLink": "https://twitter.com/intent/user?user_id=1223663146814810350"
    }
  },
  {
    "follower": {
      "accountId": "3710389755770611713",
      "userLink": "https://twitter.com/intent/user?user_id=3710389755770611713"
    }
  },
  {
    "follower": {
      "accountId": "1366363264479271071",
      "userLink": "https://twitter.com/intent/user?user_id=1366363264479271071"
    }
  },
  {
    "follower": {
      "accountId": "5030109628620236992",
      "userLink": "https://twitter.com/intent/user?user_id=5030109628620236992"
    }
  },
  {
    "follower": {
      "accountId": "2632516056067816458",
      "userLink": "https://twitter.com/intent/user?user_id=2632516056067816458"
    }
  },
  {
    "follower": {
      "accountId": "2124846884066030490",
      "userLink": "https://twitter.com/intent/user?user_id=2124846884066030490"
    }
  },
  {
    "follower": {
      "accountId": "4726257268067795772",
      "userLink": "https://twitter.com/intent/user?user_id=4726257268067795772"
    }
  },
  {
    "follower": {
      "accountId": "2368794464820971924",
      "userLink": "https://twitter.com/intent/user?user_id=2368794464820971924"
    }
  },
  {
    "follower": {
      "accountId": "1339108464157616844",
      "userLink": "https://twitter.com/intent/user?user_id=1339108464157616844"
    }
  },
  {
    "follower": {
      "accountId": "3712637333387911584",
      "userLink": "https://twitter.com/intent/user?user_id=3712637333387911584"
    }
  },
  {
    "follower": {
      "accountId": "1446755736009406830",
      "userLink": "https://twitter.com/intent/user?user_id=1446755736009406830"
    }
  },
  {
    "follower": {
      "accountId": "4079257326048168675",
      "userLink": "https://twitter.com/intent/user?user_id=4079257326048168675"
    }
  },
  {
    "follower": {
      "accountId": "4230584628456103812",
      "userLink": "https://twitter.com/intent/user?user_id=4230584628456103812"
    }
  },
  {
    "follower": {
      "accountId": "2701414828561882221",
      "userLink": "https://twitter.com/intent/user?user_id=2701414828561882221"
    }
  },
  {
    "follower": {
      "accountId": "1360076240688544378",
      "userLink": "https://twitter.com/intent/user?user_id=1360076240688544378"
    }
  }
]